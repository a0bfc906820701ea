# What is wrong with a command: said, and nothing done.
. "$CASES/common"

say cs list
stock
say cs list x
say cs rebuild x
say cs fine
say cs --odd
say cs apply --reveal
say cs --no-store
say cs appeal --event
say cs apply --event x
say cs nofile
say cs list -s nowhere
say credit-score --now 2026-99
echo '-- a clock that jumped: a verb that changes something stops'
BEIAN_STORE=early
beian-store init
e 1 unmanaged '{account: null, group: "g", time: "2019-12-31"}' >in
credit-score apply --now 2020-01-01T01:00:00+08:00 -q in >out
say credit-score apply in
say credit-score appeal --event 1 --by c --reason r --basis b
say credit-score rebuild
say credit-score rebuild --now 2020-01-01T02:00:00+08:00
credit-score list | jq -c .owner
