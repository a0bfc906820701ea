# Every operation done once, dry and again; another content under an id; what is kept of it.
. "$CASES/common"

stock
{
	create 1 g zhao
	join 2 g qian
	op 3 invite g zhao '{target: "sun"}'
	op 4 invite g zhao '{target: "li", role: "manager"}'
	join 5 g li '{verification: "invite"}'
	op 6 appoint g zhao '{target: "sun"}'
	op 7 rename g sun '{name: "城西夜骑"}'
	op 8 dismiss g zhao '{target: "sun"}'
	op 9 leave g qian
	op 10 leave g li '{target: "sun"}'
	op 11 resize g zhao '{tier: "M", review: "automatic"}'
	op 12 transfer g zhao '{target: "li"}'
	op 13 leave g zhao
	create 14 a li '{mode: "approval", name: "审核群"}'
	join 15 a wu
	op 16 approve a li '{target: "wu"}'
	join 17 a zhou
	op 18 leave a li '{target: "zhou"}'
	op 19 dissolve a li
	join 20 g guest '{verification: "none"}'
} >in
echo '-- each judged against the store as it is: nothing is there'
gc in | jq -r '.findings[].code' | sort | uniq -c
echo '-- a dry run'
gc apply -n in | jq -c '[.id, .op, .would]'
say gc list
echo '-- done'
gc apply in >one
short <one
jq -c 'select(.op == "create" or .op == "resize") | [.id, .tier, .group_code]' one
echo '-- again, in two halves'
head -9 in | gc apply >two
tail -n +10 in | gc apply >>two
cmp one two && echo 'the same'
echo '-- under an id another content'
create 1 g zhao '{name: "other"}' | say gc apply
jq -c 'select(.id == "2") | {user, group, op, time, verification, id, other: 1}' in | gc apply | short
echo '-- the platform does it'
op 21 appoint g '' '{user: null, operator: "wang", target: "guest"}' | gc apply | short
op 22 transfer g '' '{user: null, operator: "wang", target: "guest"}' | gc apply | short
op 23 leave g '' '{user: null, operator: "wang", target: "guest"}' | gc apply | short
op 24 dissolve g '' '{user: null, operator: "wang"}' | gc apply | short
echo '-- what is kept'
gc show --group a
gc show --group g
say gc list --members
gc list --persons | jq -c '[.joined, .created, .large]' | sort | uniq -c
say gc recount
