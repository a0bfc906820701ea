# Lines for an inspection: whose they are, of when, in the order of their time; who asked is in the
# journal.
. "$CASES/common"

beian-store init
{
	log 1 2026-11-23T08:00:00+08:00
	log 2 2026-11-22T23:00:00+08:00
	log 3 2026-11-22T12:00:00+08:00 '{account: "b", user: "u", note: "\"a\" is \\ named"}'
	log 4 2026-11-22T12:00:00+08:00 '{account: "a", group: "g"}'
	log 5 2026-11-21T12:00:00+08:00 '{account: "ab"}'
	log 6 2026-11-21T12:00:01+08:00 '{account: null, user: "a"}'
	log 7 2026-11-20T12:00:00+08:00 '{account: ["a"]}'
	log 8 someday
	log 9 2027-01-01
	echo '{"time":"2026-11-19T12:00:00+08:00","account":"\u0061","id":"10"}'
	log 11 2026-11-22T11:59:59+08:00 '{account: "甲\"\\"}'
} >in
rp store log -q in >out
{ content c1 2026-11-23T08:00:00+08:00; content c2 2026-11-21T08:00:00+08:00; } >in
rp store content -q in >out
{ log 12 2026-11-22T12:00:00+08:00; } | rp store log --source late -q >out

# ids QUERY...: which lines come, by id.
ids() {
	rp fetch --case 协查2026-7 "$@" >.out 2>.err
	s=$?
	jq -r '.id // .content' .out | paste -sd ' '
	cat .err
	echo "= $s"
}
echo '-- the lines as they were kept'
say rp fetch --case 协查2026-7 --account a
echo '-- by whom'
ids --account b
ids --account b --account ab
ids --user a
ids --user u --group g
ids --group g
# shellcheck disable=SC1003  # a name with a backslash
ids --account '甲"\'
ids --account nobody
ids --subject 00000000000000000000000000000000
echo '-- by when; what has no usable time is of any, and stands last'
ids --from 2026-11-22 --until 2026-11-23
ids --from 2026-11-22T12:00:00+08:00 --until 2026-11-22T12:00:01+08:00 --account a
ids --account a --from 2026-11-23
ids --account a --until 2026-11-21
ids --from 2000-01-01 -j 1
ids --from 2000-01-01 -j 9
echo '-- by class'
ids --account a --class content
ids --from 2026-11-23 --class content
ids --from 2026-11-23 --class network-log
echo '-- every one is in the journal'
rp fetch --case 8 --user u --group '群"' --from 2026-11-01 --by 李 --reason 函 >out
journal fetch | jq -c 'select(.what.case == "8") | [.by, .what]'
journal fetch | jq -r .what.case | sort | uniq -c
beian-store check | jq -c '[.damaged, .chain]'
