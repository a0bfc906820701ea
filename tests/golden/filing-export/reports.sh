# Reports that are owed: contents, measures, listings; due and overdue; filed, refused, again.
. "$CASES/common"
. "$CASES/kinds"

stock
due() { filing-export -p p.json "$@" --kind contents --kind measures --kind listings; }
echo '-- none is late'
due --now 2026-11-24T09:00:00+08:00 |
    jq -c '[.office, .kind, .rows, .overdue, .verdict, (.findings[] | .clause, .code)]'
echo '-- a day later all are'
due --now 2026-11-25T12:00:00+08:00 --office 33 |
    jq -c '[.office, .kind, .rows, .overdue_rows, .overdue, .days, .verdict, (.findings[] | .clause, .code)]'
enforce due --now 2026-11-25T12:00:00+08:00 2>&1 | grep -c '"due":"report"'
filing make -d d --kind contents --kind measures --kind listings |
    jq -c '[.filing, .clause, .clauses, .scope, .rows, .new, .state]'
for k in contents measures listings; do
	for f in d/*_"$k"_*.zip; do
		echo "-- ${f##*/}"
		rows "$f" $k | keys | sed -E 's/"evidence":"[0-9a-f<>]+"/"evidence":""/'
		unzip -p "$f" "*/data/$k.csv" | keys | tail -n 1 | tr -d '\r'
	done
done
echo '-- the cover sheet, and what the table masks'
unzip -p d/*330000_measures*.zip '*/cover.html' |
    grep -E '报告机关|报送方式|依据条款|报送期间|行数合计|警示|暂停|新增' | sed 's/<[^>]*>/ /g; s/  */ /g'
unzip -p d/*330000_measures*.zip '*/datapackage.json' |
    jq -c '[.scope, .clauses, (.resources[0].schema.fields[] | select(.masked) | .name)]'
enforce due --now 2026-11-25T12:00:00+08:00 2>&1 | grep -c '"due":"report"'
enforce check --now 2026-11-25T12:00:00+08:00 </dev/null 2>/dev/null | grep -c report-
due --now 2026-11-25T12:00:00+08:00 | jq -c '[.office, .kind, .rows, .last, .verdict]'
say filing make -d d --kind measures
echo '-- one more, and an answer that refuses'
m m9 a warn '{time: "2026-11-24T08:30:00+08:00"}' | enforce apply --now 2026-11-24T09:10:00+08:00 >out
filing make -d d --kind measures --now 2026-11-24T10:00:00+08:00 | jq -c '[.filing, .rows]'
filing receipt beian_example_330000_measures_20261124_1 --rejected --number 9 --date 2026-11-25 \
    --reason '格式不符' | jq -c '[.state, .receipt, .undo]'
due --now 2026-11-25T12:00:00+08:00 --kind measures |
    jq -c 'select(.rows > 0) | [.office, .rows, .overdue, .last]'
filing make -d d --kind measures --now 2026-11-25T12:00:00+08:00 | jq -c '[.filing, .rows]'
rows d/*330000_measures_20261125_1.zip measures | jq -c '[.measure, .due, .overdue]'
filing receipt beian_example_330000_measures_20261125_1 --accepted --number 10 --date 2026-11-26 |
    jq -c .state
due --now 2026-11-25T12:00:00+08:00 --kind measures | jq -c '[.office, .rows, .state]'
filing list --kind measures --kind contents | jq -c '[.filing, .state]'
echo '-- all to the office of the platform'
jq '.filing = {office: "platform"}' p.json >q.json
echo '{"id":"l9","account":"b","ground":"law","basis":"x","reason":"r","by":"chen","from":"now","until":"term"}' |
    blacklist add --now 2026-11-24T09:20:00+08:00 >out
filing-export -p q.json --now 2026-11-24T09:30:00+08:00 --kind listings | jq -c '[.office, .rows]'
jq '.platform.province = ""' p.json >q.json
m m6 - warn '{account: null, group: "g", clause: "GR-11-1"}' | enforce apply --now 2026-11-24T09:10:00+08:00 >out
filing-export -p q.json --now 2026-11-24T09:30:00+08:00 --kind measures --kind listings |
    jq -c '[.office, .kind, .rows, (.findings[] | .clause, .code)]'
say filing-export make -p q.json --now 2026-11-24T09:30:00+08:00 --kind measures -d d
