#!/bin/sh
# filing-export of all kinds: reports of the queue, systems, extracts.  What is filed is filed
# once, whatever kills the program where; nothing is forgotten; the same bytes everywhere.
# TORTURE=1: full counts.
# shellcheck disable=SC2317  # functions are called by ok
. tests/lib.sh

NOW=2026-11-24T10:00:00+08:00
LATER=2026-11-26T10:00:00+08:00
cd "$TMPDIR" || exit 1
export BEIAN_STORE="$TMPDIR/store"
ex=$TOP/share/examples
p=$ex/policy.json
count() { grep -c "$@"; }
umask 022

# A small store: 24 accounts, a measure, a removal or a listing on each, documents, complaints.
new_store "$BEIAN_STORE"
head -n 25 "$ex/accounts.csv" >few.csv
run acct-verify register -q -p "$p" --now 2026-11-20T10:00:00+08:00 --exit-zero few.csv >/dev/null 2>&1
ids=$(run acct-verify list | jq -r 'select(.state == "active") | .account' | sort -u)
i=0
for a in $ids; do
	i=$((i + 1))
	case $((i % 3)) in
	0) printf '{"id":"m%d","account":"%s","kind":"warn","ground":"law","clause":"PA-13-1","time":"2026-11-23T09:00:00+08:00","operator":"w","reason":"r"}\n' $i "$a" >>measures.jsonl ;;
	1) printf '{"id":"m%d","account":"%s","kind":"remove","content":"c%d","ground":"law","clause":"PA-11-2","discovered_at":"2026-11-23T08:50:00+08:00","time":"2026-11-23T09:00:00+08:00","spread_stopped":true,"operator":"w","reason":"r"}\n' $i "$a" $i >>measures.jsonl ;;
	2) printf '{"id":"l%d","account":"%s","ground":"law","basis":"b","reason":"r","by":"chen","from":"now","until":"term"}\n' $i "$a" >>listings.jsonl ;;
	esac
	printf '{"id":"c%d","kind":"other","account":"%s","content":"x %d","channel":"app","time":"2026-11-23T08:00:00+08:00"}\n' $i "$a" $i >>complaints.jsonl
done
run enforce apply -q -p "$p" --now 2026-11-23T09:05:00+08:00 --exit-zero measures.jsonl >/dev/null
run blacklist add -q -p "$p" --now 2026-11-23T09:05:00+08:00 --exit-zero listings.jsonl >/dev/null
run complaint receive -q -p "$p" --now 2026-11-23T09:05:00+08:00 --exit-zero complaints.jsonl >/dev/null
mkdir docs
for k in account-system group-system; do
	echo "$k" >docs/$k.txt
	printf '{"kind":"%s","title":"%s","version":"1","from":"2026-01-01","file":"%s.txt"}\n' $k $k $k
done | run norm-audit document -p "$p" -q --dir docs --now 2026-11-23T09:05:00+08:00 --exit-zero >/dev/null
cp -r store clean
fresh() { rm -rf store && cp -r clean store; }
make() {
	run filing-export make -q -p "$p" --now $NOW --documents docs --kind accounts --kind operators \
	    --kind account-system --kind group-system --kind contents --kind measures \
	    --kind listings --kind complaints --kind inspection --from 2026-11-23 \
	    --until 2026-11-24 --case 7 --by chen --reason r "$@"
}
owed() { run enforce due -p "$p" --now $LATER </dev/null 2>/dev/null | count '"due":"report"'; }
# member ARCHIVE NAME: the bytes of data/NAME
member() { unzip -p "$1" "*/data/$2"; }

reports=$(owed)
ok "there are reports to make ($reports)" [ "$reports" -gt 20 ]
is 'due names those that are overdue' \
    "$(run filing-export -p "$p" --now $LATER | jq -s 'map(.overdue_rows // 0) | add')" "$reports"
ok 'due changes nothing' cmp -s store/data.mdb clean/data.mdb

# ---- all kinds in one run

mkdir out
make -d out --summary sum >made
is 'make: status' $? 0
is 'every kind is there' "$(jq -r .kind made | sort -u | wc -l | tr -d ' ')" 9
is 'no report is owed' "$(owed)" 0
is 'each report is in one archive' "$(for k in contents measures listings; do
	for f in out/*_"$k"_*.zip; do member "$f" "$k.jsonl"; done; done |
    jq -r '.measure // "l" + .listing' | sort -u | wc -l | tr -d ' ')" "$reports"
is 'the summary counts what was made' \
    "$(jq -c '[.archives, .rows, .unknown, .skipped]' sum)" \
    "$(jq -sc '[length, (map(.rows) | add), 0, 0]' made)"
for f in out/*.zip; do sh "$TOP/tests/bagcheck.sh" "$f"; done >said 2>&1
none 'an independent check of bags agrees' said
run filing-export verify -s store out/*.zip >said 2>err
is 'verify -s agrees' "$?/$(count '"verdict":"pass"' said)" "0/$(wc -l <made | tr -d ' ')"
for f in out/*.zip; do unzip -p "$f" '*.csv' '*.jsonl'; done >payload
cut -d, -f8,10 few.csv | tr ',' '\n' | grep -E '^([1-9][0-9]{16}[0-9X]|1[0-9]{10})$' |
    grep -v '^9' >personal
ok 'there are personal numbers to look for' [ -s personal ]
grep -aoFf personal payload >said
none 'none of them leaves' said
run norm-audit journal -p "$p" --now $LATER --program filing-export --verb make |
    jq -c 'select((.by | length) == 0 or (.what.to | length) == 0 or (.what.rows | type) != "number" or
	(.what.clause | length) == 0 or (.what.masked | type) != "array")' >said
none 'the journal says of each by whom, to whom, how much, why' said

# ---- the same bytes anywhere

(cd out && sha256sum ./*.zip) >want
for e in 'TZ=America/New_York LC_ALL=zh_CN.GB18030' 'TZ=UTC LC_ALL=C'; do
	fresh
	rm -rf same; mkdir same
	# shellcheck disable=SC2086  # words of an environment
	(umask 077; export ${e?}; make -d same -j 1 >/dev/null)
	(cd same && sha256sum ./*.zip) | cmp -s - want || echo "$e"
done >said
none 'the same bytes in other zones, locales, on one thread' said

# ---- an office refuses

fresh
rm -rf out; mkdir out
make -d out >made
f=$(jq -r 'select(.kind == "measures") | .filing' made | head -n 1)
rows=$(jq -r --arg f "$f" 'select(.filing == $f).rows' made)
R() {
	run filing-export receipt -q -p "$p" --now $NOW --number 1 --date 2026-11-25 --by chen "$@"
}
ok 'refused' R --rejected --reason no "$f" >said
is 'just its reports are owed again' "$(owed)" "$rows"
run enforce due -p "$p" --now $LATER </dev/null 2>/dev/null |
    jq -r 'select(.due == "report").report.due' | sort -u >said
is 'due when they were due at first' "$(cat said)" "$(run enforce due -s clean -p "$p" --now $LATER \
    </dev/null 2>/dev/null | jq -r 'select(.due == "report" and .report.of == "measure").report.due' | sort -u)"
run filing-export make -q -p "$p" --now $LATER -d out --kind measures >made2
is 'the next filing has them' "$(jq -s 'map(.rows) | add' made2)" "$rows"
ok 'an extract can be refused: nothing is owed for it' R --rejected --reason no \
    "$(jq -r 'select(.kind == "complaints").filing' made)" >said
is 'nothing is owed' "$(owed)" 0

# ---- kills

# After a kill and the next run: no half archive, no report in none or in two that stand.
whole() {
	find kill -type f ! -name 'beian_*.zip' ! -name 'beian_*.zip.sha256' | grep . && echo "$1: left over"
	for z in kill/*.zip; do
		[ ! -e "$z" ] || filing-export verify -q -s store "$z" >/dev/null 2>said2 || cat said2
	done
	# what is in no archive that has its name is owed: nothing is forgotten
	in=$(for k in contents measures listings; do for z in kill/*_"$k"_*.zip; do
	    [ ! -e "$z" ] || member "$z" "$k.jsonl"; done; done | wc -l)
	[ $((in + $(owed))) -ge "$reports" ] || echo "$1: $in filed, $(owed) owed"
	make -d kill >/dev/null 2>&1 || echo "$1: next run: $?"
	[ "$(owed)" = 0 ] || echo "$1: still owed"
	[ "$(filing-export list | count '"state":"made"')" = 0 ] || echo "$1: still made"
	filing-export list | jq -r 'select(.state == "published" and (.kind | test("contents|measures|listings"))) |
	    [.file, .kind] | @tsv' | while read -r file k; do member "kill/$file" "$k.jsonl"; done |
	    jq -r '.measure // "l" + .listing' | sort | uniq -c |
	    awk -v want="$reports" -v what="$1" '$1 != 1 { print what ": " $2 " " $1 " times" }
		END { if (NR != want) print what ": " NR " reports in archives" }'
}
pre=$BIN/tests/iofail.so
if [ -f "$pre" ] && ! sanitized; then
	fresh; rm -rf kill; mkdir kill
	head -c 20 /dev/zero >ops
	LD_PRELOAD=$pre IOCOUNT=ops make -j 1 -d kill >/dev/null 2>&1
	ops=$(tr -d '\0' <ops | tr -dc 0-9)
	ok "operations are counted ($ops)" [ "${ops:-0}" -gt 100 ]
	step=$((ops / 6 + 1)); [ -z "${TORTURE-}" ] || step=1
	i=1
	while [ "$i" -le "$ops" ]; do
		fresh; rm -rf kill; mkdir kill
		LD_PRELOAD=$pre IOF=$i IOKILL=9 make -j 1 -d kill >/dev/null 2>&1
		whole "killed at operation $i"
		fresh; rm -rf kill; mkdir kill
		LD_PRELOAD=$pre IOF=$i make -j 1 -d kill >/dev/null 2>err
		[ $? = 3 ] || echo "operation $i fails: status not 3"
		whole "operation $i fails"
		i=$((i + step))
	done >said
	none 'killed or failing at any operation: each report is filed once' said
else
	skip 'killed at any operation' 'no iofail.so, or sanitizers'
fi
rounds=3; [ -z "${TORTURE-}" ] || rounds=300
i=0
while [ $((i += 1)) -le $rounds ]; do
	fresh; rm -rf kill; mkdir kill
	make -d kill >/dev/null 2>&1 &
	sleep "0.$(awk -v s=$i 'BEGIN { srand(s); printf "%03d", rand() * 250 }')"
	kill -9 $! 2>/dev/null
	wait $! 2>/dev/null
	whole "kill $i"
done >said 2>/dev/null
none "killed at $rounds random moments: the same" said
ok 'the store is whole' sh -c 'beian-store check -s store >/dev/null'
finish
