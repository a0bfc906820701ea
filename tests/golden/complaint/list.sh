# Complaints listed: open ones, by stage, time and anything, as they are and as they were.
. "$CASES/common"

stock
say com list
{ c 1 '{time: "2026-11-20T10:00:00+08:00"}'; c 2; c 3 '{account: null, group: "g"}'; c 4; } | com receive -q >out
answered 1
t a2 2 | com accept -q >out
t a3 3 '{decision: "refused", reason: "no"}' | com accept -q >out
com list | told
echo '-- open'
com list --open | told
echo '-- by stage'
for s in received refused accepted decided answered appealed; do
	com list --stage $s | told
done
echo '-- by time'
com list --until 2026-11-23 | told
com list --from 2026-11-23T10:00:00+08:00 | told
echo '-- by anything'
com list --where '.target == "g:g"' | told
echo '-- as it was'
com list --as-of 2026-11-24T08:59:59+08:00
com list --as-of 2026-11-26 | told
say com list --stage closed
say com list --from 2026-11-24 --until 2026-11-24
say com list --where '.target ='
