#!/bin/sh
# filing-export from the registered example accounts: archives that others can check, the same
# bytes everywhere, nothing half after a kill, damage of every kind refused with its reason.
# TORTURE=1: full counts.
# shellcheck disable=SC2317  # functions are called by ok
. tests/lib.sh

NOW=2026-11-24T10:00:00+08:00
cd "$TMPDIR" || exit 1
export BEIAN_STORE="$TMPDIR/store"
ex=$TOP/share/examples
p=$ex/policy.json
new_store "$BEIAN_STORE"
run acct-verify register -q -p "$p" --now $NOW "$ex/accounts.csv" >/dev/null
cp -r store clean
umask 022

make() { run filing-export make -p "$p" --now $NOW "$@"; }
fresh() { rm -rf store && cp -r clean store; }
# fails STATUS WORDS COMMAND...
fails() {
	want=$1 words=$2
	shift 2
	"$@" >fails.out 2>err
	got=$?
	[ "$got" = "$want" ] && grep -q -- "$words" err && return
	echo "status $got, said:"
	cat err
	return 1
}
# member ARCHIVE NAME: the bytes of data/NAME
member() { unzip -p "$1" "*/data/$2"; }
count() { grep -c "$@"; }

# ---- what is due

run filing-export -p "$p" --now $NOW >due
is 'due: every office and kind' "$(count '"office":"[1-6][0-9]0000"' due)" "$(wc -l <due | tr -d ' ')"
is 'due: never filed since 2018 is overdue' "$(count '"filing-overdue"' due)" "$(count '"new":[1-9]' due)"
is 'due: of clause PA-07-1c' "$(head -1 due | jq -r '.findings[0].clause')" PA-07-1c
is 'due: operators of PA-07-3c' \
    "$(jq -r 'select(.kind=="operators").findings[].clause' due | sort -u)" PA-07-3c
ok 'due changes nothing' cmp -s store/data.mdb clean/data.mdb

# ---- make, and what others say about it

mkdir out
make -d out >made
is 'make: status' $? 0
is 'make: an archive for each that was due' "$(wc -l <made)" "$(wc -l <due)"
is 'make: each published' "$(count '"state":"published"' made)" "$(wc -l <made | tr -d ' ')"
ok 'make: all rows are in them' [ "$(jq -s 'map(.rows)|add' made)" = "$(jq -s 'map(.rows)|add' due)" ]
(cd out && sha256sum -c --strict --quiet ./*.sha256) >said 2>&1
none 'sha256sum -c agrees' said
for f in out/*.zip; do unzip -tqq "$f" || echo "$f"; done >said 2>&1
none 'unzip -t agrees' said
for f in out/*_330000_*.zip out/*_110000_*.zip; do sh "$TOP/tests/bagcheck.sh" "$f"; done >said 2>&1
none 'an independent check of bags agrees' said
run filing-export verify -s store out/*.zip >said 2>err
is 'verify -s agrees' "$?/$(count '"verdict":"pass"' said)/$(count '"whole_file":true' said)" \
    "0/$(wc -l <made | tr -d ' ')/$(wc -l <made | tr -d ' ')"
is 'modes are 0600' "$(find out -type f ! -perm 600)" ''
a=out/beian_example_330000_accounts_20261124_1.zip
n=$(jq -r 'select(.office=="330000" and .kind=="accounts").rows' made)
is 'csv: BOM' "$(member $a accounts.csv | head -c 3 | od -An -tx1 | tr -d ' ')" efbbbf
is 'csv: a heading and all rows, CRLF' "$(member $a accounts.csv | count "$(printf '\r')\$")" $((n + 1))
is 'jsonl: all rows' "$(member $a accounts.jsonl | jq -c .account | sort -u | wc -l)" "$n"
ok 'jsonl: in the order of accounts' sh -c "unzip -p $a '*/accounts.jsonl' | jq -r .account | sort -c"
is 'data package: columns are those of the csv' \
    "$(member $a datapackage.json | jq -r '[.resources[0].schema.fields[].name]|join(",")')" \
    "$(member $a accounts.csv | head -1 | tr -d '\r' | tail -c +4)"
is 'data package: rows' "$(member $a datapackage.json | jq .rows.all)" "$n"
ok 'cover: names the office' sh -c "unzip -p $a '*/cover.html' | grep -q 浙江省互联网信息办公室"
ok 'cover: and the policy' grep -q "$(member $a cover.html | grep -o '[0-9a-f]\{64\}' | head -1)" made
for f in out/*.zip; do
	k=${f#*0000_}; k=${k%%_*}
	want=$(jq -r --arg f "${f##*/}" 'select(.file == $f).rows' made)
	[ "$(member "$f" "$k.jsonl" | wc -l)/$(member "$f" "$k.csv" | wc -l)/$(member "$f" \
	    datapackage.json | jq .rows.all)" = "$want/$((want + 1))/$want" ] || echo "$f"
done >said
none 'all counts in all archives agree' said
ok 'operators: two accounts or an affiliation each' [ "$(
    for f in out/*_operators_*.zip; do member "$f" operators.jsonl; done |
    jq -c 'select((.count|tonumber) < 2 and .affiliation == "")' | wc -l)" = 0 ]
is 'the second make finds nothing' "$(make -d out 2>err; echo $?; count 'nothing changed' err)" "0
1"
is 'nothing is due any more' "$(run filing-export -p "$p" --now $NOW | count '"findings":\[\]')" \
    "$(wc -l <made | tr -d ' ')"

# ---- nothing personal leaves unasked

for f in out/*.zip; do unzip -p "$f" '*.csv' '*.jsonl'; done >payload
awk -F, 'NR > 1 { if ($8 ~ /^[1-9][0-9]+[0-9X]$/ && length($8) == 18 && $7 != "统一社会信用代码") print $8
	if (length($10) == 11) print $10 }' "$ex/accounts.csv" >personal
ok 'there are personal numbers to look for' [ "$(wc -l <personal)" -gt 1000 ]
grep -aoFf personal payload >said
none 'no number of a person leaves unmasked' said
jq '.filing.accounts.columns = [{member:"account",title:"账号ID"},{member:"id_number",title:"证件号码",reveal:true,basis:"浙网信〔2026〕1号"}]' \
    "$p" >reveal.json
fresh
ok 'a revealing policy without a ground: 2' fails 2 'needs --by' \
    run filing-export make -p reveal.json --now $NOW -d out --office 33
jq 'del(.filing.accounts.columns[1].basis)' reveal.json >nobasis.json
ok 'a column revealed without its basis: 2' fails 2 'reveal needs a basis' \
    run filing-export make -p nobasis.json --now $NOW -d out
mkdir bare
ok 'with who, why, on what ground: made' run filing-export make -p reveal.json --now $NOW -d bare \
    --office 33 --kind accounts --by chen --reason inspection --basis 'PA-07-1c' >made3
unzip -p bare/*.zip '*.csv' | grep -aoFf personal | sort -u >said
ok 'and the numbers are in it' [ -s said ]
if command -v mdb_dump >/dev/null; then
	ok 'and the journal names column and ground' sh -c 'mdb_dump -p -s journal store |
	    grep -q "revealed.*id_number" && mdb_dump -p -s journal store | grep -q inspection'
else
	skip 'and the journal names column and ground' 'no mdb_dump'
fi

# ---- LibreOffice reads the same cells

if command -v soffice >/dev/null; then
	mkdir lo
	unzip -qo -j bare/*.zip '*.xlsx' '*.csv' -d lo
	HOME=$TMPDIR soffice --headless --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76' \
	    --outdir lo/out lo/accounts.xlsx >/dev/null 2>&1
	tail -c +4 lo/accounts.csv | tr -d '\r' >lo/want
	same 'LibreOffice: 18-digit numbers are whole' lo/out/accounts.csv lo/want
else
	skip 'LibreOffice: 18-digit numbers are whole' 'no soffice'
fi

# ---- encodings, formats, formulas

fresh
mkdir gb tar gz
make -d gb --office 33 --kind accounts --encoding gb18030 >/dev/null
iconv -f GB18030 -t UTF-8 <<-X >said
$(unzip -p gb/*.zip '*.csv' | tr -d '\r')
X
member $a accounts.csv | tail -c +4 | tr -d '\r' >want
same 'gb18030: the same table' said want
fresh; make -d tar --office 33 --format tar.zst >/dev/null
fresh; make -d gz --office 33 --format tar.gz --level 9 >/dev/null
for f in tar/*.zst gz/*.gz; do sh "$TOP/tests/bagcheck.sh" "$f"; done >said 2>&1
none 'tar.zst and tar.gz: the independent check agrees' said
run filing-export verify tar/*.zst gz/*.gz >said 2>err
is 'and verify' "$?/$(count '"verdict":"pass"' said)" 0/4
fresh
{
	head -1 "$ex/accounts.csv"
	i=0
	# the name column takes each opening
	for s in '=1+1' '+1' '-1' '@SUM(A1)' '	tab' '＝1' '＋1' '－1' '＠x' '"""=1"' 'plain'; do
		i=$((i + 1))
		awk -F, -v OFS=, -v s="$s" -v i=$i 'NR == 3 { $1 = "f" i; $2 = s; print; exit }' \
		    "$ex/accounts.csv"
	done
} >formula.csv
rm -rf store; new_store store
run acct-verify register -q -p "$p" --now $NOW --exit-zero formula.csv >/dev/null 2>&1
mkdir fo
make -d fo --kind accounts >/dev/null
for f in fo/*.zip; do unzip -p "$f" '*.csv'; done | tail -n +2 >cells
ok 'formulas: rows are there' [ "$(wc -l <cells)" -ge 1 ]
grep -aE '(^|,)"?([=+@	-]|＝|＋|－|＠)' cells >said
none 'formulas: no cell of the csv begins with one' said

# ---- the same bytes everywhere

fresh
rm -rf same; mkdir same
make -d same --office 33 >/dev/null
(cd same && sha256sum ./*) >want
: >said
for tz in UTC Asia/Shanghai America/New_York; do
	for l in C C.UTF-8 zh_CN.GB18030; do
		for u in 0 077; do
			fresh
			rm -rf same; mkdir same
			(umask $u; TZ=$tz LC_ALL=$l make -d same --office 33 >/dev/null 2>&1)
			(cd same && sha256sum ./*) | cmp -s - want || echo "$tz $l $u"
		done
	done
done >said
none 'the same bytes in 3 zones, 3 locales, 2 umasks' said
fresh
rm -rf same; mkdir same
# shellcheck disable=SC2153
env -i PATH="$PATH" LC_ALL=C BEIAN_SHARE="$BEIAN_SHARE" ${ASAN_OPTIONS:+ASAN_OPTIONS="$ASAN_OPTIONS"} \
    filing-export make -s store -p "$p" --now $NOW -d same --office 33 -j 1 >/dev/null
(cd same && sha256sum ./*) >said
same 'and in an empty environment, on one thread' said want

# ---- one moment, while others write

fresh
mkdir busy
sed 's/^a0/b0/' "$ex/accounts.csv" >more.csv
run acct-verify register -q -p "$p" --now $NOW --exit-zero more.csv >/dev/null 2>&1 &
make -d busy --kind accounts >made4
wait
for f in busy/*.zip; do
	[ "$(member "$f" accounts.jsonl | wc -l)" = "$(member "$f" datapackage.json | jq .rows.all)" ] &&
	    sh "$TOP/tests/bagcheck.sh" "$f" || echo "$f"
done >said
none 'made while others register: every count agrees' said
make -d busy --kind accounts >>made4
is 'and what came later is in the next' \
    "$(jq -s 'map(.new)|add' made4)" "$(run acct-verify list -s store | jq -c 'select(.state == "active" or .state == "suspended") | .account' | sort -u | wc -l)"

# ---- something stands in the way

name=beian_example_330000_accounts_20261124_1.zip
way() {	# TEXT: what stands there is left alone, the row is filed under the next number
	before=$(ls -ld --time-style=+%s "way/$name" victim 2>/dev/null)
	ok "in the way, $1: refused" fails 1 'another file stands' make -d way --office 33 --kind accounts
	is "in the way, $1: untouched" "$(ls -ld --time-style=+%s "way/$name" victim 2>/dev/null)" "$before"
	make -d way --office 33 --kind accounts >/dev/null 2>&1
	ok "in the way, $1: then made as number 2" [ -f "way/${name%1.zip}2.zip" ]
	rm -rf way victim
	mkdir way
	fresh
}
fresh; rm -rf way; mkdir way
echo other >"way/$name"; way 'a file'
ln -s ../victim "way/$name"; way 'a dangling symlink'
echo v >victim; ln -s ../victim "way/$name"; way 'a symlink to a file'
echo v >victim; ln victim "way/$name"; way 'a hard link'
mkdir "way/$name"; way 'a directory'
mkfifo "way/$name"; way 'a FIFO'
echo x >"way/$name.sha256"
ok 'in the way, a foreign digest: refused' fails 1 'another file stands' \
    make -d way --office 33 --kind accounts
ok 'and no archive beside it' [ ! -e "way/$name" ]
fresh
ok 'no such directory: 2' fails 2 'cannot put archives' make -d nowhere

# ---- a full disk

if [ "$(id -u)" = 0 ] && unshare -m sh -c 'mount -t tmpfs -o size=64k none /mnt' 2>/dev/null; then
	: >said
	for k in 8 24 48 96 160 240 320 400 600 2000; do
		fresh
		unshare -m sh -c "mount -t tmpfs -o size=${k}k none /mnt
		    filing-export make -s store -p '$p' --now $NOW -d /mnt --office 33 >full.out 2>err
		    echo \$? >status; ls -A /mnt >left
		    if [ -s left ]; then filing-export verify /mnt/*.zip >/dev/null 2>>err; echo \$? >left; fi"
		case $(cat status) in
		3) grep -q 'disk full' err || echo "${k}k: $(cat err)"
		   [ "$(filing-export list | count '"state":"made"')" = 0 ] || [ -s left ] || echo "${k}k: made" ;;
		0) [ "$(cat left)" = 0 ] || echo "${k}k: done, and $(cat left)" ;;
		*) echo "${k}k: status $(cat status)" ;;
		esac
	done >said
	none 'disk full: status 3 says so, nothing half stands' said
else
	skip 'disk full: status 3 says so, nothing half stands' 'no tmpfs of our own'
fi

# ---- kills

fresh
whole() {	# after a kill: only whole archives; the next run brings the rest; all is filed once
	find kill -type f ! -name 'beian_*.zip' ! -name 'beian_*.zip.sha256' | grep . &&
	    echo "$1: left over"
	for f in kill/*.zip; do
		[ ! -e "$f" ] || filing-export verify -s store "$f" >/dev/null 2>said2 || cat said2
	done
	make -d kill --office 33 >/dev/null 2>&1 || echo "$1: next run: $?"
	[ "$(filing-export list | count '"state":"made"')" = 0 ] || echo "$1: still made"
	[ "$(filing-export -p "$p" --now $NOW --office 33 | count '"findings":\[\]')" = 2 ] ||
	    echo "$1: still due"
	filing-export list | jq -r 'select(.state=="published").file' | while read -r f; do
		filing-export verify -q -s store "kill/$f" >/dev/null || echo "$1: $f is bad"
		[ -f "kill/$f.sha256" ] || echo "$1: $f has no digest beside it"
	done
}
pre=$BIN/tests/iofail.so
if [ -f "$pre" ] && ! sanitized; then
	head -c 20 /dev/zero >ops
	mkdir kill
	LD_PRELOAD=$pre IOCOUNT=ops make -d kill --office 33 >/dev/null 2>&1
	ops=$(tr -d '\0' <ops | tr -dc 0-9)
	ok "operations are counted ($ops)" [ "${ops:-0}" -gt 20 ]
	step=$((ops / 25 + 1)); [ -z "${TORTURE-}" ] || step=1
	i=1
	while [ "$i" -le "$ops" ]; do
		fresh; rm -rf kill; mkdir kill
		LD_PRELOAD=$pre IOF=$i IOKILL=9 make -j 1 -d kill --office 33 >/dev/null 2>&1
		whole "killed at operation $i"
		fresh; rm -rf kill; mkdir kill
		LD_PRELOAD=$pre IOF=$i make -j 1 -d kill --office 33 >/dev/null 2>err
		[ $? = 3 ] || echo "operation $i fails: status not 3"
		whole "operation $i fails"
		i=$((i + step))
	done >said
	none 'killed or failing at any operation: nothing half, the next run settles it' said
else
	skip 'killed at any operation' 'no iofail.so, or sanitizers'
fi
rounds=12; [ -z "${TORTURE-}" ] || rounds=1000
i=0
while [ $((i += 1)) -le $rounds ]; do
	fresh; rm -rf kill; mkdir kill
	filing-export make -s store -p "$p" --now $NOW -d kill --office 33 >/dev/null 2>&1 &
	sleep "0.$(awk -v s=$i 'BEGIN { srand(s); printf "%03d", rand() * 120 }')"
	kill -9 $! 2>/dev/null
	wait $! 2>/dev/null
	whole "kill $i"
done >said 2>/dev/null
none "killed at $rounds random moments: the same" said

# ---- change filings and receipts

fresh; rm -rf ch; mkdir ch
make -d ch --office 33 --kind accounts >/dev/null
id=beian_example_330000_accounts_20261124
first=$(member ch/${id}_1.zip accounts.jsonl | head -1 | jq -r .account)
second=$(member ch/${id}_1.zip accounts.jsonl | sed -n 2p | jq -r .account)
printf '{"account":"%s","time":"2026-11-24T12:00:00+08:00","close_requested_at":"2026-11-20","reason":"使用者申请注销"}\n' \
    "$first" >close.jsonl
run acct-verify close -q -p "$p" --now 2026-11-24T13:00:00+08:00 --by chen --reason r --basis b close.jsonl >/dev/null
is 'a closed account is gone' "$(run filing-export -p "$p" --now $NOW --office 33 --kind accounts | jq .gone)" 1
awk -F, -v OFS=, -v a="$second" 'NR == 1 { print } $1 == a { $2 = "改名之后"; print }' \
    "$ex/accounts.csv" >rename.csv
run acct-verify register -q -p "$p" --now 2026-11-24T13:00:00+08:00 --exit-zero rename.csv >/dev/null
is 'dry run: what would be, and nothing else' \
    "$(make -n -d ch --office 33 --kind accounts | jq -c '[.scope,.rows,.would]'; find ch -type f | wc -l)" \
    '["change",2,true]
2'
make -d ch --office 33 --kind accounts >made
is 'a change filing brings just the changes' "$(jq -c '[.scope,.rows,.new,.changed,.gone]' made)" \
    '["change",2,0,1,1]'
is 'changed first, gone last' "$(member ch/${id}_2.zip accounts.jsonl | jq -c '[.change,.account]')" \
    "[\"changed\",\"$second\"]
[\"gone\",\"$first\"]"
is 'in Chinese in the csv' "$(member ch/${id}_2.zip accounts.csv | tail -n +2 | cut -d, -f2)" '变更
注销'
R() {
	run filing-export receipt -p "$p" --now $NOW --number ZJ-1 --date 2026-12-01 --by chen "$@"
}
ok 'receipt: accepted' R --accepted ${id}_1 >said
is 'it is kept' "$(filing-export list --state accepted | jq -c '[.filing,.receipt.number]')" "[\"${id}_1\",\"ZJ-1\"]"
ok 'the same once more' R --accepted ${id}_1 >said
ok 'another answer: refused' fails 1 'receipt already' R --rejected --reason no ${id}_1
ok 'no such filing: refused' fails 1 'no such filing' R --accepted nothing
ok 'rejected needs a reason' fails 2 'needs --reason' R --rejected ${id}_2
ok 'rejected' R --rejected --reason 'wrong form' ${id}_2 >said
is 'its rows are to be filed again' \
    "$(filing-export -p "$p" --now $NOW --office 33 --kind accounts | jq -c '[.new,.changed,.gone,.last]')" \
    "[0,1,1,\"${id}_1\"]"
make -d ch --office 33 --kind accounts >made
is 'and are' "$(jq -c '[.filing,.rows]' made)" "[\"${id}_3\",2]"
make -d ch --office 33 --kind accounts --full >made
is '--full brings all' "$(jq -c '[.scope,.rows,.new,.changed,.gone]' made)" "[\"full\",$((n - 1)),0,0,0]"
ok 'the store is whole, and its journal' sh -c 'beian-store check -s store >/dev/null'
ok '--change and --full exclude each other' fails 2 exclude make --change --full
ok 'an office that is none' fails 2 'no provincial office' make --office 71

. "$TOP/tests/damage.sh"
finish
