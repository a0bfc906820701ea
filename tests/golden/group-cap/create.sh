# Who may own a group of which size: tier, capacity, category, review, code; at create, resize, transfer.
. "$CASES/common"

stock
m='review: "manual", reviewed_by: "chen", reviewed_at: "2026-11-23"'
{
	create 1 g1 zhao
	create 2 g2 zhao '{tier: "M"}'
	create 3 g2 zhao '{tier: "M", review: "automatic"}'
	create 4 g3 qian '{tier: "L", review: "automatic"}'
	create 5 g3 qian '{tier: "L", review: "manual"}'
	create 6 g3 qian '{tier: "L", review: "manual", reviewed_by: "chen", reviewed_at: "2026-11-25"}'
	create 7 g3 qian "{tier: \"L\", $m}"
	create 8 g4 sun '{tier: "XXL"}'
	create 9 g4 sun '{capacity: 501}'
	create 10 g4 sun '{tier: "S", capacity: 41}'
	create 11 g4 sun '{capacity: 40}'
	create 12 g5 sun '{capacity: 41, review: "automatic"}'
	create 13 g6 sun '{category: null}'
	create 14 g6 sun '{category: "nothing"}'
	create 15 g6 sun '{category: "fan-fundraising"}'
	create 16 g6 guest
	create 17 g6 li '{group_code: "lib-17"}'
	create 18 g7 li '{group_code: "0000000045"}'
	create 19 g8 li '{group_code: "lib-17"}'
	create 20 g9 zhou '{capacity: 30, capacity_until: "2026-12-01"}'
} >in
say gc apply in | jq -cR 'fromjson? // . | if type == "object" then
    [.id, .verdict, .limit, .group_code, [.findings[] | [.code, .field, .value, .limit]]] else . end'
echo '-- not without a name again'
gc list | jq -c '[.group, .group_code, .tier, .capacity, .capacity_until, .limit, .review, .reviewed_by, .reviewed_at]'
echo '-- resized'
join 30 g1 qian | gc apply -q >out
{
	op 31 resize g1 zhao '{tier: "M"}'
	op 32 resize g1 zhao '{tier: "M", review: "automatic"}'
	op 33 resize g1 zhao '{tier: "M"}'
	op 34 resize g1 zhao '{capacity: 1}'
	op 35 resize g1 zhao '{capacity: 2}'
	op 36 resize g1 zhao '{tier: "none"}'
	op 37 resize g1 zhao "{capacity: 200, $m}"
	op 38 resize g1 zhao
	op 39 resize g1 '' '{user: null, operator: "wang", tier: "M", review: "automatic"}'
} | gc apply | jq -c '[.id, .verdict, .limit, [.findings[] | [.code, .value, .limit]]]'
gc show --group g1 | jq -c '[.group, .tier, .capacity, .limit, .review, .what, .tier, .capacity] | map(select(. != null))'
echo '-- handed over'
join 40 g3 guest '{verification: "none"}' | gc apply -q >out
join 41 g3 sun | gc apply -q >out
{
	op 42 transfer g3 qian '{target: "guest"}'
	op 43 transfer g3 qian '{target: "sun"}'
	op 44 transfer g3 sun '{target: "guest"}'
} | gc apply | short
gc list --persons | jq -c '[.joined, .created, .large, .level] | select(.[1] > 0)' | sort
say gc recount -q
