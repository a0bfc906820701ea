# What owners and managers may do, and others not.
. "$CASES/common"

stock
{
	create c g zhao
	join m1 g qian
	join m2 g sun
	join m3 g li
	op m4 appoint g zhao '{target: "qian"}'
	op m5 appoint g zhao '{target: "sun"}'
} | gc apply -q >out
{
	op 1 appoint g qian '{target: "li"}'
	op 2 appoint g zhao '{target: "zhou"}'
	op 3 appoint g zhao '{target: "qian"}'
	op 4 appoint g zhao '{target: "zhao"}'
	op 5 invite g nobody '{target: "wu"}'
	op 6 invite g zhao '{target: "li"}'
	op 7 invite g qian '{target: "wu", role: "manager"}'
	op 8 invite g zhao '{target: "wu", role: "manager"}'
	op 9 invite g zhao '{target: "wu"}'
	op 10 appoint g zhao '{target: "wu"}'
	join 11 g wu
	op 12 leave g qian '{target: "sun"}'
	op 13 leave g li '{target: "sun"}'
	op 14 leave g qian '{target: "zhao"}'
	op 15 leave g qian '{target: "li"}'
	op 16 leave g zhao '{target: "sun"}'
	op 17 leave g stranger
	op 18 leave g zhao
	op 19 leave g wu
	op 20 dismiss g li '{target: "qian"}'
	op 21 dismiss g zhao '{target: "li"}'
	op 22 dismiss g qian '{target: "qian"}'
	op 23 dismiss g zhao '{target: "qian"}'
	op 24 rename g qian '{name: "x"}'
	op 25 rename g zhao '{name: "城西夜骑\u3000二"}'
	op 26 resize g qian '{tier: "M", review: "automatic"}'
	op 27 dissolve g qian
	op 28 transfer g qian '{target: "qian"}'
	op 29 transfer g zhao '{target: "zhao"}'
	op 30 transfer g zhao '{target: "wu"}'
	op 31 transfer g zhao '{target: "qian"}'
	op 32 transfer g zhao '{target: "zhao"}'
	op 33 appoint g qian '{target: "zhao"}'
	op 34 dissolve g zhao
	op 35 dissolve g qian
	op 36 rename g qian '{name: "after"}'
	create 37 g zhao
	create 38 h zhao '{group_code: "000000001T"}'
} >in
gc apply in | short
echo '-- the past'
gc show --group g | jq -c 'del(.time)'
gc show --code 000000001T | jq -c '[.group, .state, .what]' | head -2
echo '-- and who holds what'
gc list --persons | jq -c '[.joined, .created, .large]' | sort | uniq -c
say gc recount -q
