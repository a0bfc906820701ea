# A clock that jumped moves no deadline: without --now a verb that changes something stops.
. "$CASES/common"

beian-store init
c 1 '{time: "2020-01-01"}' | complaint receive --now 2020-01-01T01:00:00+08:00 -q >out
for verb in 'accept --complaint 1 --by c' 'decide --complaint 1 --by c --decision upheld --reason r' \
    'feedback --complaint 1 --by c --channel app --content x' 'appeal --complaint 1 --by c --role accused --reason r' 'show 1 --reveal --by c --reason r --basis b'; do
	# shellcheck disable=SC2086  # words
	say complaint $verb </dev/null
done
c 2 '{time: "2020-01-01"}' >in
say complaint receive in
complaint list | jq -c .number
BEIAN_STORE=later
beian-store init
c 1 '{time: "2020-01-01"}' | complaint receive --now 2200-01-01T01:00:00+08:00 -q >out
say complaint receive in
