# Holds: by account, user, group, subject, class and time; several on one line; what is held outlives
# its segment.
. "$CASES/common"

beian-store init
{
	log 1 2026-11-20T08:00:00+08:00
	log 2 2026-11-20T09:00:00+08:00 '{account: "b"}'
	log 3 2026-11-20T10:00:00+08:00 '{account: "c"}'
	log 4 2026-11-20T11:00:00+08:00 '{account: null, user: "u"}'
	log 5 2026-11-21T08:00:00+08:00 '{account: null, group: "g"}'
	log 6 2026-11-21T09:00:00+08:00
	log 7 '' '{time: null}'
	log 8 2026-11-22T09:00:00+08:00 '{account: "c"}'
} | keep log -q >out
content c1 2026-11-20T08:00:00+08:00 | keep content -q >out
# shellcheck disable=SC2086  # words
{
tell rp hold $BY --case 甲7 --account a
tell rp hold $BY --case 甲8 --account a --account b --class log
tell rp hold $BY --case 甲9 --user u --group g
tell rp hold $BY --case 甲10 --from 2026-11-21 --until 2026-11-21T08:30:00+08:00
tell rp hold $BY --case 甲11 --subject 0123456789abcdef0123456789abcdef
tell rp hold $BY --case 甲12 --account nobody
tell rp hold $BY --case '' --account a
}
echo '-- they stand'
tell rp
echo '-- time has come: the held lines stay, in segments of their own'
NOW=2027-07-01T09:00:00+08:00
tell rp --trust-clock
tell rp prune --trust-clock -n
tell rp prune --trust-clock
files
texts
tell rp prune --trust-clock
echo '-- released, one by one: a line stays until its last hold goes'
# shellcheck disable=SC2086
{
tell rp release $BY --case 甲7
tell rp prune --trust-clock
texts
tell rp release $BY --hold 2
tell rp release $BY --hold 2
tell rp release $BY --hold 99
tell rp release $BY --case 甲99
tell rp prune --trust-clock
texts
tell rp release $BY --case 甲9
tell rp release $BY --case 甲10
tell rp prune --trust-clock
texts
}
echo '-- all of them'
tell rp
tell rp --all
beian-store check | jq -c '[.damaged, .chain]'
