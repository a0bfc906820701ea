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
cp -R "$examples/attachments" "$examples/documents" "$here"
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
for class in log content; do
	show "retain-prune store $class -v -p policy.json --now $now $class.jsonl > $class.out.jsonl"
done
show "retain-prune store network-log -v -p policy.json --now $now network-log.csv > network-log.out.jsonl"
show "retain-prune gaps --calendar -p policy.json --now $now"
show "retain-prune gaps -p policy.json --now $now | jq -r 'select(.code) | [.clause, .code, .class, .from, .content] | @tsv'"
show "retain-prune hold --case 2026-5 --account a00001150 --by 赵敏 --reason 协助调查 --basis 公函2026-5 -p policy.json --now $now"
show "retain-prune -p policy.json --now $now | head -n 4"
show "retain-prune fetch --case 2026-5 --account a00001150 --from 2026-11-01 --until 2026-11-24 -p policy.json --now $now | jq -r '[.time, .action // .kind, .content, .title] | @tsv'"
mkdir cases
show "retain-prune fetch --case 2026-5 --account a00001150 --reason 协助调查 -d cases -p policy.json --now $now"
show "filing-export verify cases/*.zip | jq -c '[.file, .state]'"
show "retain-prune verify --sample 20 -p policy.json --now $now"
show "retain-prune verify -p policy.json --now $now | tail -n 1"
# Half a year later: what may go goes, and what the case holds stays.
cp -a store later
late=2027-06-10T09:00:00+08:00
show "retain-prune prune -s later -p policy.json --now $late --trust-clock > pruned.jsonl; jq -r .state pruned.jsonl | sort | uniq -c"
show "retain-prune fetch -s later --case 2026-5 --account a00001150 -p policy.json --now $late | jq -r .content | wc -l"
show "retain-prune verify -s later -p policy.json --now $late | tail -n 1"
show "complaint receive -v -p policy.json --now $now --attachments attachments complaints.jsonl > complaints.out.jsonl"
for step in accept:accepts decide:decisions feedback:feedbacks appeal:appeals; do
	show "complaint ${step%:*} -v -p policy.json --now $now ${step#*:}.jsonl > ${step#*:}.out.jsonl"
done
show "jq -r '.findings[] | [.clause, .code, .verdict] | @tsv' complaints.out.jsonl accepts.out.jsonl decisions.out.jsonl feedbacks.out.jsonl appeals.out.jsonl | sort | uniq -c | sort -rn | head -n 12"
show "complaint -p policy.json --now $now complaints-new.jsonl | jq -c '[.id, .complainant, .due, .malice, .verdict]'"
show "complaint overdue --within 5 -p policy.json --now $now | jq -r '[.complaint, .stage, .due, .findings[]?.code] | @tsv' | head -n 8"
show "norm-audit document -v -p policy.json --now $now --dir documents documents.jsonl > documents.out.jsonl"
show "jq -r '.findings[] | [.clause, .code, .verdict, .message] | @tsv' documents.out.jsonl"
show "norm-audit list -p policy.json --now $now | jq -r '[.kind, .version, .standing, .days // \"-\"] | @tsv' | head -n 6"
queue="jq -s -c 'map(select(.kind | IN(\"contents\", \"measures\", \"listings\"))) | group_by(.kind)[] | [.[0].kind, (map(.new) | add)]'"
show "filing-export -p policy.json --now $now | $queue"
mkdir filings
show "filing-export make -v -p policy.json --now $now --documents documents -d filings > filings.jsonl"
show "jq -r .kind filings.jsonl | sort | uniq -c"
show "filing-export -p policy.json --now $now | $queue"
# For an inspection, an hour later: how complaints of the period were handled, and its measures.
hour=2026-11-24T10:00:00+08:00
show "filing-export make -p policy.json --now $hour --kind complaints --kind inspection --from 2026-10-01 --until $hour --case 2026-41 --by 赵敏 --reason 监督检查 -d filings | jq -c '[.file, .rows]'"
show 'filing-export verify filings/*.zip > verified.jsonl && wc -l < verified.jsonl'
show 'filing-export list > list.jsonl && wc -l < list.jsonl'
show 'beian-store check'
show "norm-audit -p policy.json --now $hour --html report.html > audit.jsonl"
show "jq -r 'select(.clause).state' audit.jsonl | sort | uniq -c"
show "jq -r 'select(.state == \"open\" or .state == \"missing\") | [.clause, .state, .open, .found[0].code // .missing[0] // \"-\", .list] | @tsv' audit.jsonl"
show "norm-audit --compare 2026-11-24T00:00:00+08:00 -p policy.json --now $hour | jq -r 'select(.before and .before.state != .state) | [.clause, .before.state, .state] | @tsv' | head -n 8"
show "norm-audit journal --verify -p policy.json"

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
echo "The page for an auditor: ${here#"$top"/}/report.html, $(wc -c <report.html) bytes"
[ -z "$failed" ]
