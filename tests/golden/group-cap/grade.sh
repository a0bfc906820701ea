# Grades and classes: by members and activity, kept until clearly short of it, with their history.
. "$CASES/common"

stock
cat >p <<'END'
{"group":{"grade":{"steps":[{"grade":"A","members":4,"activity":100},{"grade":"B","members":2,"activity":10},
  {"grade":"V","members":0,"activity":0,"when":".category == \"family\""},{"grade":"C","members":0,"activity":0}],"hysteresis":25,"fresh_days":31},
 "class":{"rules":[{"class":"重点","when":".grade == \"A\" or .members > 4"},{"class":"trade-big","when":".category == \"trade\" and .members > 1"}]}}}
END
{
	create c1 a zhao '{category: "trade"}'
	create c2 b zhao '{category: "family"}'
	create c3 c zhao
	create c4 d zhao
	op c5 dissolve d zhao
	for u in qian sun li; do join "a$u" a $u; done
	for u in qian; do join "c$u" c $u; done
} | gc apply -q >out
active() {
	printf '{"group":"%s","activity":%s,"stats_at":"2026-11-20"}\n' "$@" | gc import -q -p p | jq -c '[.group, .verdict]'
}
active a 100
active c 10
grade() {
	gc grade -p p "$@" | jq -c '[.group, .grade_before, .grade, .class_before, .class, .would]'
}
echo '-- none had one: dry, then done, then nothing changes'
grade -n
grade
grade
say gc grade -p p -v
echo '-- within a quarter of the figures it stays'
active a 75
op 1 leave a li | gc apply -q >out
grade
echo '-- and then not'
active a 74
grade
active a 99
grade
active a 100
grade
join 2 a li | gc apply -q >out
grade
echo '-- the default policy'
gc grade | jq -c '[.group, .grade_before, .grade, .class_before, .class]'
echo '-- history'
gc show --group a | jq -c '[.what // .group, .grade_before, .grade, .class_before, .class]'
gc list --past --group b | jq -c '[.what, .grade]'
echo '-- compared with what the platform has'
{
	echo '{"group":"a","grade":"D","class":"trade"}'
	echo '{"group":"b","grade":"A","class":"trade"}'
	echo '{"group":"c","grade":"D"}'
} | gc import | jq -c '[.group, .verdict, [.findings[].code]]'
gc check | jq -c 'select(.group) | [.group, [.findings[] | select(.clause == "GR-07-1a") | .code]]'
