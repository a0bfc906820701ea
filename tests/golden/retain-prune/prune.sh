# What may go, from when on, and what is left of it.
. "$CASES/common"

beian-store init
{ log 1 2026-11-20; log 2 2026-11-23; log 3 2026-11-24; } | keep log --source a -q >out
log 4 '' '{time: null}' | keep log -q >out
content c1 2026-11-23 | keep content >out
echo '{"group":"g","time":"2026-11-23"}' | keep network-log >out
echo '-- now'
tell rp
tell rp --all
tell rp --all --class content
tell rp prune
echo '-- on the last day'
NOW=2027-06-03T23:59:59+08:00
tell rp --trust-clock
echo '-- the day after'
NOW=2027-06-04T00:00:00+08:00
tell rp --trust-clock
tell rp prune -n --trust-clock
files
tell rp prune --trust-clock --class content
tell rp prune --trust-clock --limit 1
tell rp prune --trust-clock --limit 1 --class log
files
echo '-- the rest'
tell rp prune --trust-clock
files
tell rp prune --trust-clock
tell rp --all --trust-clock
echo '-- journal and store'
beian-store check | jq -c '[.damaged, .chain]'
echo '-- a number is not given twice'
log 9 2026-11-23 | keep log >out
files
