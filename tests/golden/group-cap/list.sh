# Groups, seats, persons and the past: all, some, one; counts.
. "$CASES/common"

stock
say gc list
{
	create c1 g1 zhao
	create c2 g2 zhao2 '{tier: "M", review: "automatic", category: "work"}'
	create c3 g3 qian '{category: "work", mode: "approval"}'
	create c4 g 张三
	create c5 组 qian '{name: "第五组", category: "work"}'
	join 1 g1 sun
	join 2 g1 guest
	join 3 g3 sun
	op 4 invite g3 qian '{target: "li"}'
	op 5 dissolve 组 qian
} | gc apply -q >out
gc grade -q >out
echo '-- groups'
gc list
gc list --where '.members > 1' | jq -c .group
echo '-- seats'
gc list --members | jq -c 'del(.subject)'
gc list --members --group g1 | keys
gc list --members --group g
gc list --members --where '.role == "owner"' | jq -c '[.group, .user]'
echo '-- persons'
gc list --persons | jq -c 'del(.subject)' | LC_ALL=C sort
gc list --persons --where '.created > 1' | jq -c '[.joined, .created]'
echo '-- the past'
gc list --past | jq -c '[.group, .what, .by, .id, .target]' | sed 's/"root"/"WHO"/'
gc list --past --group 组 | jq -c .what
echo '-- counts'
for by in state tier category grade class; do gc list --count $by; done
gc list --count category --where '.state == "open"'
echo '-- shown'
gc show --group g3 | jq -c '.what // .'
gc show --code 000000002R | jq -c '.what // .group'
gc show --user zhao2 | jq -c 'del(.subject)'
gc show --user guest
gc show --subject "$(jq -r 'select(.user == "sun") | .subject' .stock)" | jq -c 'del(.subject)'
say gc show --group none
say gc show --code none --user none --subject none
echo '-- not so'
say gc show
say gc list --members --persons
say gc list --group g1
say gc list --count colour
say gc list --where '.['
say gc list x
