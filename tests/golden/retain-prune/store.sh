# Lines into segments by their own day and class: they go out as they came, and stay as they came.
. "$CASES/common"

beian-store init
{
	log 1 2026-11-23T08:00:00+08:00
	log 2 2026-11-23T23:59:59+08:00
	log 3 2026-11-23T16:00:00Z
	log 4 2026-11-24
	log 5 '2026-11-24 08:59'
	log 6 2026-11-22T12:00:00+08:00
	echo '{ "account":"b",  "time" : "2026-11-24T08:00:00+08:00", "n":12345678901234567890, "t":"\u4e2d", "action":null }'
} >in
content c1 2026-11-23T08:00:00+08:00 >in2
echo '{"group":"g","user":"u","time":"2026-11-23T10:00:00+08:00","action":"speak"}' >in3
rp store log in >out
echo "= $?"
cmp in out && echo 'the same bytes'
say rp store content <in2
say rp store network-log in3
files
texts
echo '-- anybody can check them'
(cd store/segments && find . -name '*.sha256' -execdir sha256sum -c {} + | LC_ALL=C sort)
echo '-- only ours'
find store/segments -perm /077
echo '-- late ones go to their day, in a segment of their own, which are merged when the day is over'
{ log 7 2026-11-22T01:00:00+08:00; log 8 2026-11-24T08:30:00+08:00; log 9 2025-01-01; } |
    keep log >out
files
texts
echo '-- store and journal'
beian-store check | jq -c '[.damaged, .chain]'
echo '-- empty'
say rp store log </dev/null
say rp store log /dev/null
