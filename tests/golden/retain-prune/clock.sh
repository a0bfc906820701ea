# A clock that jumped: lines are kept, nothing is pruned.
. "$CASES/common"

beian-store init
log 1 2026-11-23 | keep log >out
NOW=2026-11-23T09:00:00+08:00
echo '-- back'
log 2 2026-11-23 >in
say rp store log in
tell rp --all
tell rp
tell rp prune
tell rp prune -n
tell rp prune --trust-clock
echo '-- forth: 40 days are no jump'
NOW=2027-01-03T09:00:00+08:00
tell rp prune
NOW=2027-01-03T09:00:01+08:00
tell rp prune
tell rp
NOW=2028-01-01T09:00:00+08:00
tell rp prune
tell rp prune -n
files
tell rp prune --trust-clock -n
tell rp prune --trust-clock
files
echo '-- by the policy'
echo '{"retain":{"clock_days":1000}}' >p
log 3 2026-11-23 | keep log -q >out
NOW=2029-01-01T09:00:00+08:00
tell rp prune -p p
echo '-- forth while lines come: they are kept, and the clock is not believed for it'
NOW=2031-01-01T09:00:00+08:00
log 4 2031-01-01 >in
say rp store log in
NOW=2031-01-01T09:00:01+08:00
log 5 2031-01-01 >in
say rp store log in
NOW=2032-01-01T09:00:00+08:00
log 6 2032-01-01 >in
say rp store log in
tell rp prune
tell rp prune --trust-clock
say rp store log in
tell rp prune
tell rp --all
