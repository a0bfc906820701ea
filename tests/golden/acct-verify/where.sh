# --where: jq programs, what they may do, and what they give.
. "$CASES/common"

for a in a b c; do
	echo "{\"account\":\"$a\",\"rank\":${#a},\"x\":12345678901234567890}"
done >in
where() {
	echo "-- $1"
	say verify --no-store --rejects r -v --where "$1" in | sed 's/,"verdict".*//'
	[ ! -s r ] || wc -l <r | tr -d ' '
	rm -f r
}
where '.account == "b"'
where '.account | IN("a", "c")'
where '.missing'
where 'true, false'
where 'empty'
where '.account.x'
where '.['
where ''
where 'nosuchfunction'
where 'env.HOME'
where '$ENV.HOME'
where 'input'
where 'import "a" as a; .'
where 'now > 0'
where '"\(.account)" == "a"'
where '.env == null and .input == null'
where '# input
true'
where 'def f: f; f'
