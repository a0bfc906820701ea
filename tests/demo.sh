#!/bin/sh
# demo.sh BUILD: a night's work on the examples, with a store of its own; every command is shown
# before it runs.  Ends with the archives and the report.  Leaves all in BUILD/demo.
set -e
cd "$(dirname "$0")/.."
bin=${1:-.build}
case $bin in /*) ;; *) bin=$PWD/$bin ;; esac
here=$bin/demo
rm -rf "$here"
mkdir -p "$here"
top=$PWD
PATH=$bin:$PATH
BEIAN_SHARE=$top/share
BEIAN_STORE=$here/store
export BEIAN_SHARE BEIAN_STORE
examples=$top/share/examples
cp "$examples"/*.csv "$examples"/*.jsonl "$examples/policy.json" "$here"
cd "$here"
now=2026-11-24T09:00:00+08:00
failed=

# Shows a command and runs it.  1 is "done, and something was refused": the examples have that.
show() {
	echo "\$ $*"
	status=0
	sh -c "$*" || status=$?
	[ "$status" -le 1 ] || { echo "demo: status $status" >&2; failed=1; }
}

show 'beian-store init'
show "acct-verify register -v -p policy.json --now $now --rejects rejects.csv --summary summary.json accounts.csv > accounts.jsonl"
show "acct-verify register -v -p policy.json --now $now users.jsonl > users.out.jsonl"
show "acct-verify close -v -p policy.json --now $now close.jsonl > closed.jsonl"
show "acct-verify transfer -v -p policy.json --now $now transfer.jsonl > transferred.jsonl"
show "blacklist import -p policy.json --now $now --list other-body blacklist.csv"
show "blacklist add -v -p policy.json --now $now listings.jsonl > listings.out.jsonl"
show "credit-score apply -v -p policy.json --now $now events.jsonl > scores.jsonl"
show "enforce apply -p policy.json --now $now measures.jsonl | credit-score apply -v -p policy.json --now $now > measures.out.jsonl"
show "enforce due -p policy.json --now $now | jq -r '[.measure, .kind, .target, .due, .after.state] | @tsv'"
show "blacklist -p policy.json --now $now accounts.jsonl | credit-score -p policy.json --now $now > judged.jsonl"
show "jq -r 'select(.listed) | [.account, .verdict, .credit, .level, .listed[0].kind, .listed[0].match] | @tsv' judged.jsonl | head -n 8"
show "credit-score list --count level"
show "enforce check -p policy.json --now $now | jq -r '[.clause, .code, .verdict] | @tsv' | sort | uniq -c"
show "jq -r 'select(.verdict == \"reject\") | .findings[] | select(.verdict == \"reject\") | [.clause, .code, .message] | @tsv' accounts.jsonl | sort | uniq -c | sort -rn | head -n 8"
show "group-cap import -v -p policy.json --now $now groups.csv > groups.out.jsonl"
show "group-cap import -v -p policy.json --now $now seats.jsonl > seats.out.jsonl"
show "group-cap apply -v -p policy.json --now $now operations.jsonl > operations.out.jsonl"
show "group-cap grade -p policy.json --now $now | jq -r '[.group, .grade_before, .grade, .class] | @tsv' | head -n 4"
show "group-cap check -p policy.json --now $now > groups.checked.jsonl"
show "jq -r '.findings[] | [.clause, .code, .verdict] | @tsv' groups.checked.jsonl | sort | uniq -c | sort -rn | head -n 12"
show "jq -c 'select(.plan) | [.group // .user // .subject, .cap, .plan]' groups.checked.jsonl | head -n 4"
mkdir pages
show "group-cap page -p policy.json --now $now -d pages > pages.jsonl && wc -l < pages.jsonl"
show 'group-cap recount'
mkdir filings
show "filing-export make -v -p policy.json --now $now -d filings > filings.jsonl"
show 'filing-export verify filings/*.zip > verified.jsonl && wc -l < verified.jsonl'
show 'filing-export list > list.jsonl && wc -l < list.jsonl'
show 'beian-store check'

echo
set -- filings/*.zip
echo "The archives: $# in ${here#"$top"/}/filings"
for f in "$@"; do
	case $f in *_330000_*|*_440000_*) echo "  ${f#filings/}, $(wc -c <"$f") bytes" ;; esac
done
echo "  ... (filings.jsonl has a line for each)"
echo "The information pages: $(ls pages/*.html | wc -l) in ${here#"$top"/}/pages"
for f in pages/*.html; do echo "  ${f#pages/}, $(wc -c <"$f") bytes"; done | head -n 3
echo "The report: ${here#"$top"/}/summary.json"
jq -c 'del(.findings), (.findings | sort_by(-.count) | limit(5; .[]))' summary.json | sed 's/^/  /'
[ -z "$failed" ]
