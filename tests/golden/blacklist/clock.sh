# A clock that has jumped frees nobody: without --now no verb runs far from the newest entry.
. "$CASES/common"

beian-store init
l 1 '{account: "a", alone: "x", until: "term"}' >one
echo '{"account":"a"}' >list
echo '# the journal is of long ago'
blacklist add --now 2020-01-01T00:00:00+08:00 one | jq -c '[.listing, .listed[0].from]'
for verb in '' add lift; do
	# shellcheck disable=SC2086  # no verb is no argument
	say blacklist $verb one
done
say blacklist import --list x --ground law --basis b --reason r --by c list
echo '# with --now it does'
blacklist --now 2026-11-24 one | jq -c '[.verdict]'
echo '# the journal is of the time to come'
l 2 '{account: "b", alone: "x", until: "term"}' | blacklist add --now 2120-01-01T00:00:00+08:00 | jq -c .listing
for verb in '' add; do
	# shellcheck disable=SC2086  # no verb is no argument
	say blacklist $verb one
done
