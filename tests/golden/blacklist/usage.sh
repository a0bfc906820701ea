# Options of the verbs, and what is refused before anything is done.
. "$CASES/common"

for v in '' add lift import show list; do
	# shellcheck disable=SC2086  # no verb is no argument
	blacklist $v -h | head -1
done
echo '{}' >one
echo '# without a store'
say bl one
beian-store init
echo '# wrong'
say bl list extra
say bl list --history --list a
say bl show
say bl show x
say bl show 0
say bl --no-store one
say bl --reveal one
say bl nofile
say bl add --account a
say bl add --account a --by x --reason r
say bl add --account a --by '' --reason r --basis b
say bl add --account a --by x --reason r --basis b one
say bl lift --listing 1
say bl show --nosuch
say bl wrong
say bl import one
say bl import --list hand one
say bl import --list 'a b' one
say bl import --list a --ground whim one
say bl import --list a --max-shrink 101 one
echo '{"blacklist":{"first_months":0}}' >policy
say bl -p policy one
echo '{"blacklist":{"most_months":12}}' >policy
say bl -p policy one
echo '{"blacklist":{"name":{"edit_from":-1}}}' >policy
say bl -p policy one
