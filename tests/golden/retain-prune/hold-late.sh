# A hold on what is pruned already, wholly or in part.
. "$CASES/common"

beian-store init
NOW=2026-01-07T09:00:00+08:00
{ log 1 2026-01-05; log 2 2026-01-06 '{account: "b"}'; } | keep log -q >out
NOW=2026-05-06T09:00:00+08:00
log 3 2026-05-05 | keep log -q >out
NOW=2026-07-15T09:00:00+08:00
tell rp prune --trust-clock
# shellcheck disable=SC2086  # words
{
tell rp hold $BY --case 1 --account a --from 2026-01-01 --until 2026-01-08
tell rp hold $BY --case 2 --account a
tell rp hold $BY --case 3 --account a --from 2026-02-01
tell rp hold $BY --case 4 --from 2026-01-05 --until 2026-01-06
}
tell rp
