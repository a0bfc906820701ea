# Records that are no operations, groups and times that do not fit; nothing of them is done.
. "$CASES/common"

stock
create c g zhao '{time: "2026-11-20"}' | gc apply -q >out
create c2 h zhao '{time: "2026-11-23"}' | gc apply -q >out
name=$(printf '%0200d' 0)
{
	op kind scold g zhao
	op none null g zhao '{op: null}'
	op user join g '' '{user: null}'
	op operator join g '' '{user: null, operator: "wang"}'
	op both leave g qian '{operator: "wang"}'
	op whose leave g '' '{user: null, operator: "wang"}'
	op target invite g zhao
	op name rename g zhao
	op empty rename g zhao '{name: ""}'
	op control rename g zhao '{name: "a\u0007b"}'
	op long rename g zhao "{name: \"${name}x\"}"
	op fits rename g zhao "{name: \"$name\"}"
	op group rename "${name}x" zhao '{name: "x"}'
	op nogroup rename g zhao '{group: null, name: "x"}'
	join word g qian '{verification: "odd"}'
	op role invite g zhao '{target: "qian", role: "owner"}'
	op role2 appoint g zhao '{target: "qian", role: "manager"}'
	op role3 invite g zhao '{target: "li", role: "member"}'
	create mode x zhao '{mode: "shut"}'
	create review x zhao '{review: "some"}'
	create code x zhao '{group_code: "a b"}'
	create code65 x zhao '{group_code: ("A" * 65)}'
	create cap0 x zhao '{capacity: 0}'
	create cap1 x zhao '{capacity: 2147483648}'
	create capt x zhao '{capacity: "many"}'
	create until x zhao '{capacity: 30, capacity_until: "some day"}'
	create title x zhao '{name: null}'
	op time join g qian '{user: "qian", time: null}'
	op timeless leave g qian '{time: "soon"}'
	join future g qian '{time: "2026-11-24T09:00:01+08:00"}'
	join now g qian '{time: "2026-11-24T09:00:00+08:00"}'
	join old g sun '{time: "1999-12-31"}'
	join order g sun '{time: "2026-11-24T08:59:59+08:00"}'
	join other h sun '{time: "2026-11-24T08:59:59+08:00"}'
	join unknown nowhere sun
	create exists g sun
	join earlier g sun '{verdict: "reject", findings: [{code: "theirs", verdict: "reject"}]}'
	join review g sun '{time: "2026-11-24T09:00:00+08:00", verdict: "review", findings: [{code: "theirs", verdict: "review"}]}'
} >in
gc apply in >out
jq -c '[.id, .verdict, .membership, [.findings[] | [.code, .field]]]' out
echo "= $(jq -r 'select(.verdict == "reject") | .id' out | wc -l)"
echo '-- no answer is kept of what the record alone was refused for'
op kind rename g zhao '{name: "x", time: "2026-11-24T09:00:00+08:00"}' | gc apply | short
join order g sun '{time: "2026-11-24T09:00:00+08:00"}' | gc apply | short
echo '-- no record'
cat >odd <<'END'
{"op":"join"}
{"id":"","op":"join"}
{"id":5,"op":"join"}
{"id":"x"}
nothing
END
say gc apply odd
echo '-- every byte of what is not ours'
printf '%s\n' '{ "id":"z",  "op":"rename","group":"g", "user":"zhao","name":"n","time":"2026-11-24T09:00:00+08:00","n":12345678901234567890,"t":"\u4e2d" }' |
    gc apply
echo '-- of another day'
join day g sun | gc --as-of 2026-11-24T07:59:59+08:00 | jq -c '[.findings[].code]'
