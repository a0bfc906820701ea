# A clock that jumped frees nobody: without --now a verb that changes something stops.
. "$CASES/common"

beian-store init
echo '{"id":"1","group":"g","kind":"warn","time":"2020-01-01","ground":"law","clause":"c","operator":"w"}' >in
enforce apply --now 2020-01-01T01:00:00+08:00 -q in >out
for verb in apply 'lift --measure 1 --by c --reason r --basis b' due; do
	# shellcheck disable=SC2086  # words
	say enforce $verb </dev/null
done
say enforce apply in
enforce list | jq -c '[.measure, .state]'
BEIAN_STORE=later
beian-store init
sed s/2020/2200/ in | enforce apply --now 2200-01-01T01:00:00+08:00 -q >out
say enforce due
