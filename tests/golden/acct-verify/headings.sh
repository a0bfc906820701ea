# Headings that are none: the whole file is refused, line by line; --map helps.
. "$CASES/common"

table() {
	printf '%s\n' "$1" 'a,b' >t.csv
	echo "-- $1"
	shift
	say verify --no-store --rejects r "$@" t.csv | sed 's/,"verdict".*//'
	cat r
	rm -f r
}
table account,account
table '账号ID,account'
table 'name,编号'
table 'name,编号' --map 编号=account
table 'name,编号' --map 编号=account,name=platform_name
table 'account,'
table 'account,"name'
table ' 账号ID ,name'
table '姓名,手机'
say verify --no-store --map x t.csv
say verify --no-store --map x= t.csv
