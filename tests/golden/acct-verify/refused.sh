# Lines that are no record: each named with file and line, kept as it was; the rest goes on.
. "$CASES/common"

{
	echo '{"account":"first"}'
	echo 'not JSON'
	echo '[1]'
	echo 7
	echo '{"account":"a"'
	echo '{"account":"a"} x'
	printf '{"account":"\377"}\n'
	printf '{"account":"a\0b"}\n'
	printf '{"account":"a\tb"}\n'
	echo '{"account":"a","account":"b"}'
	echo '{"account":"a","\u0061ccount":"b"}'
	echo '{"account":"a","x":{"y":1,"y":2}}'
	echo '{"account":"a","id_number":330102199003071230}'
	echo '{"account":17}'
	echo '{"account":"a","mobile":13800138000}'
	echo '{"account":"a","interactive":"yes"}'
	echo '{"account":"a","labels":[1]}'
	echo '{"account":"a","subscribers":true}'
	echo '{"account":"a","findings":{}}'
	echo '{"account":"\ud800"}'
	echo '{"account":"a","x":01}'
	echo '{"account":"a","x":+1}'
	echo '{"account":"a","x":NaN}'
	echo
	printf '{"account":"deep","x":'
	head -c 10000 /dev/zero | tr '\0' '['
	echo '}'
	echo '{"name":"neither"}'
	echo '{"account":"last"}'
} >in
say verify --no-store --rejects r in | sed 's/,"verdict".*//'
grep -c 330102199003071230 .err
grep -av '^{"account":"[fl][ais][a-z]*"}$' in | cmp - r && echo 'rejects are those lines'
say verify --no-store -q in | sed 's/,"verdict".*//'
say verify --no-store -q --exit-zero in | tail -n 1
