# A named list as a whole: the difference, terms, history, journal, report; each refusal.
. "${CASES%/*}/acct-verify/common"

day=2026-11-24T09:00:00+08:00
load() {
	blacklist import --list city --ground law --basis '函〔2026〕3号' --reason '来函' --by chen \
	    --now "${now:-$day}" "$@"
}
short() { jq -c 'del(.digest)'; }
diff_of() {
	load "$@" >.out 2>.err
	s=$?
	jq -c 'del(.digest)' .out
	cat .err
	echo "= $s"
}
row() { jq -cn "$1"; }

beian-store init >/dev/null
for i in 01 02 03 04 05 06 07 08 09 10; do echo "{\"account\":\"a$i\"}"; done >ten.jsonl

echo '# dry, then done, then again'
diff_of -n ten.jsonl
blacklist list
diff_of ten.jsonl
diff_of -v ten.jsonl
echo '# the same as CSV with Chinese headings and CRLF; one more, one less, one changed'
{
	printf '账号,截止,列入依据\r\n'
	printf 'a0%s,,\r\n' 2 3 4 5 6 7 8
	printf 'a09,2027-01-01,\r\na10,,\r\na11,,函〔2026〕4号\r\n'
} >list.csv
diff_of -v --map 截止=until,列入依据=basis list.csv
echo '# an end is reached: the listing is none from its second on, the next import says so'
echo '{"account":"a09"}' >one
blacklist -q --as-of 2026-12-31T23:59:59+08:00 one | jq -c '.listed[0].until'
blacklist -q --as-of 2027-01-01 one | jq -c '.listed'
now=2027-01-02T09:00:00+08:00
diff_of -v --map 截止=until,列入依据=basis list.csv
now=
echo '# every kind of key, with texts of its own'
{
	row '{subject: "0123456789abcdef0123456789abcdef"}'
	row '{group: "g1", ground: "公约"}'
	row '{creator: "u1", by: "li", reason: "own", basis: "own"}'
	row '{manager: ["u2"]}'
	row '{member: "u3", from: "2026-12-01", until: "2026-12-02"}'
	row '{name: "青柠观察"}'
} >kinds.jsonl
blacklist import --list kinds --ground law --basis b --reason r --by chen --now $day kinds.jsonl |
    short
blacklist list --list kinds --now $day
echo '{"name":"青柠观察"}' | blacklist -q --as-of $day | jq -c '[.listed[0].match, .verdict]'
echo '{"name":"青檸觀察"}' | blacklist -q --as-of $day | jq -c '[.listed[0].match, .verdict]'

printf 'name\r\n青柠观察\r\n' | blacklist import --list names --ground law --basis b --reason r \
    --by chen --now $day | short

echo '# refused, nothing changed'
blacklist list | cksum >before
diff_of /dev/null
head -n 1 list.csv >head.csv
diff_of head.csv
head -n 5 ten.jsonl >five.jsonl
diff_of five.jsonl
diff_of --max-shrink 49 five.jsonl
printf '{"account":"a01"}\n{"account":"a02"' >cut.jsonl
diff_of cut.jsonl
printf 'account\na01\na0' >cut.csv
diff_of cut.csv
gzip -nc ten.jsonl | head -c 60 >cut.gz
diff_of cut.gz
printf 'foo,bar\na01,1\na02,2\n' >wrong.csv
diff_of wrong.csv
cat ten.jsonl ten.jsonl | head -n 12 >twice.jsonl
diff_of twice.jsonl
for i in '{account: "a", group: "g"}' '{note: "a"}' '{subject: "x"}' '{account: 3}' \
    '{account: "a", from: "x"}' '{account: "a", until: "x"}' '{account: "a", ground: "x"}' \
    '{account: "a", from: "2026-01-02", until: "2026-01-02"}' '{manager: ["a", "b"]}' \
    '{account: ("a" * 401)}'; do
	row "$i" >bad.jsonl
	diff_of bad.jsonl
done
for o in --ground=law --basis=b --reason=r; do
	set -- --ground=law --basis=b --reason=r --by=chen
	for x; do
		shift
		[ "$x" = $o ] || set -- "$@" "$x"
	done
	say blacklist import --list other --now $day "$@" five.jsonl
done
say blacklist import --now $day five.jsonl
say blacklist import --list hand --now $day five.jsonl
say blacklist import --list 'a b' --now $day five.jsonl
say blacklist import --list x --ground x --now $day five.jsonl
say blacklist import --list x --max-shrink 101 --now $day five.jsonl
say blacklist import --list x --now $day none.jsonl
blacklist list | cksum | cmp - before && echo 'nothing changed'

echo '# the good rows all the same; what is refused is kept'
{ cat ten.jsonl; echo '{"account":'; echo '{"account":"a03"}'; } >some.jsonl
diff_of --skip-bad --rejects rejects --max-shrink 20 some.jsonl
cat rejects
echo '# half of it, and nothing, when that is said'
diff_of --max-shrink 60 five.jsonl
diff_of --max-shrink 100 /dev/null
blacklist list --list city
blacklist list --history | jq -c 'del(.digest)'
beian-store check | jq -c '{damaged, chain}'
