# GB18030 with and without saying so, byte order marks.
. "$CASES/common"

printf '账号ID,账号名称\na,青柠\nb,㐂\n' >u.csv
iconv -f utf-8 -t gb18030 u.csv >g.csv
short() { sed 's/,"verdict".*//'; }
say verify --no-store g.csv
say verify --no-store --encoding gb18030 g.csv | short
say verify --no-store --encoding GB18030 g.csv | short
printf '{"account":"a","name":"青柠"}\n' | iconv -f utf-8 -t gb18030 >g.jsonl
printf '{"account":"\377"}\n' >>g.jsonl
say verify --no-store --encoding gb18030 --rejects r g.jsonl | short
od -An -tx1 r
{ printf '\357\273\277'; cat u.csv; } >b.csv
say verify --no-store b.csv | short
printf '\357\273\277{"account":"a"}\n' >b.jsonl
say verify --no-store b.jsonl | short
say verify --no-store --encoding latin1 u.csv
