# Management systems and rules: filed once, again when another one is in force; the office's answer;
# to the national office when the policy says so.
. "$CASES/common"
beian-store init
mkdir d
# doc KIND VERSION FROM [MEMBERS]: a document of which the digest is known
doc() {
	jq -cn --arg k "$1" --arg v "$2" --arg f "$3" '{kind: $k, title: ($k + "《制度》"), version: $v, from: $f,
	    digest: ("0123456789abcdef" * 4), url: ("https://example.cn/" + $k), published_at: $f} + ('"${4:-{\}}"')'
}
docs() { norm-audit document --now 2026-11-24T08:00:00+08:00 -p p.json -q; }
at() { now=$1; shift; filing-export "$@" -p p.json --now "$now" --by chen; }
short='[.filing, .scope, .rows, .new, .changed, .gone]'
what='[.seq, .change, .kind, .version, .from]'
{
	doc account-system 1 2026-01-01
	doc account-system 2 2026-12-01
	doc group-system 1 2026-01-01 '{until: "2026-11-30"}'
	doc platform-rules 1 2026-01-01
	doc convention 1 2026-01-01
	doc agreement 1 2027-01-01
	doc staff 1 2026-01-01 '{headcount: 3}'
} | docs | jq -c '[.kind, .version, .verdict, [.findings[].code]]'
systems='--kind account-system --kind group-system --kind rules'
# shellcheck disable=SC2086  # several options
filing $systems | jq -c '[.office, .kind, .rows, .new, .gone, .verdict, [.findings[].code]]'
# shellcheck disable=SC2086
say filing make -d d $systems | jq -Rc "fromjson? // . | if type == \"object\" then $short else . end"
for f in d/*.zip; do
	unzip -p "$f" '*/data/*.jsonl' | jq -c "$what"
done
unzip -p d/*_account-system_*.zip '*/data/account-system.csv' | tr -d '\r' | cut -c 1-200
echo '-- once more: nothing'
# shellcheck disable=SC2086
say filing make -d d $systems
echo '-- in December another account system is in force, and no group system'
# shellcheck disable=SC2086
at 2026-12-01T09:00:00+08:00 make -d d $systems | jq -c "$short"
for f in d/*_20261201_*.zip; do
	unzip -p "$f" '*/data/*.jsonl' | jq -c "$what"
done
echo '-- the office wants it otherwise: what was filed before counts again'
say at 2026-12-02T09:00:00+08:00 receipt beian_example_330000_account-system_20261201_1 --rejected --number 8 \
    --date 2026-12-02 --reason '格式不符' | plain
at 2026-12-02T09:00:00+08:00 make -d d --kind account-system | jq -c "$short"
unzip -p d/*_account-system_20261202_*.zip '*/data/*.jsonl' | jq -c "$what"
echo '-- from now on to the national office'
jq '.filing.system_office = "national"' p.json >p2.json && mv p2.json p.json
# shellcheck disable=SC2086
at 2026-12-03T09:00:00+08:00 make -d d $systems | jq -c "$short"
unzip -p d/*_100000_account-system_*.zip '*/bag-info.txt' | grep Description
unzip -p d/*_330000_account-system_20261203_*.zip '*/data/*.jsonl' | jq -c "$what"
filing-export verify d/*.zip | jq -r .verdict | sort | uniq -c
