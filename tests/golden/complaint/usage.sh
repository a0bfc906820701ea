# What is wrong with a command or a policy: said, and nothing done.
. "$CASES/common"

say com list
stock
say com overdue x
say com list x
say com fine
say com --odd
say com receive --reveal
say com --no-store
say com nofile
say com list -s nowhere
say com accept --decision refused
say com decide --measure m
say com decide --malicious
say com feedback --digest x
say com appeal --outcome upheld
say com accept --complaint 1 --by li in
say com overdue --within some
say com accept --complaint 1 --time soon
policy() {
	echo "$1" >p
	say com -p p </dev/null
}
policy '{"complaint":{"accept_days":-1}}'
policy '{"complaint":{"kinds":[{"title":"x"}]}}'
policy '{"complaint":{"malice":{"flag_from":102}}}'
policy '{"complaint":{"accept_days":3661}}'
policy '{"complaint":{"urgent_hours":0}}'
policy '{"complaint":{"odd":1}}'
