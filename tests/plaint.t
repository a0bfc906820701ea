#!/bin/sh
# Complaints against a second reading in awk (tests/model/plaint.awk): when each step of one that
# came in on any day of 2023 to 2028 is due, to the second; histories of steps in right and wrong
# order, given twice and with other contents, as they stand and as they stood (HISTORIES;
# TORTURE=1: 2,000); numbers when eight write at once and are killed; and what is overturned
# counts against nobody.  SEED=N: other ones.
# shellcheck disable=SC2016,SC2086,SC2317  # jq programs; words of options
. tests/lib.sh

SEED=${SEED:-3}
if [ -n "${TORTURE-}" ]; then HISTORIES=${HISTORIES:-2000} KILLS=${KILLS:-200}; fi
HISTORIES=${HISTORIES:-40} RUNS=${RUNS:-14} KILLS=${KILLS:-12}
echo "# SEED=$SEED HISTORIES=$HISTORIES"
IOFAIL=$BIN/tests/iofail.so
model="-v holidays=$BEIAN_SHARE/holidays.csv -f $TOP/tests/model/keep.awk -f $TOP/tests/model/plaint.awk"
awk=${AWK:-awk}
cd "$TMPDIR" || exit 1
new_store empty
NOW=2029-06-01T09:00:00+08:00

# ---- deadlines

mkdir days
"$awk" -v what=days -v mode=in -v dir=days $model
"$awk" -v what=days -v mode=want $model >days/want
cp -a empty days/store
for verb in receive accept decide feedback appeal; do
	complaint $verb -q -s days/store --now "$NOW" "days/$verb" 2>/dev/null |
	    jq -r --arg v $verb '"\(.id[1:]) \($v) \(.due // "-") \([.findings[] | select(.code == "step-late")] | length) \(if .due_unsure then 1 else 0 end)"' >"days/got.$verb"
	grep " $verb " days/want >"days/want.$verb"
	same "$(wc -l <"days/want.$verb") of 2,192 days: what is due after $verb, and whether it was late" \
	    "days/got.$verb" "days/want.$verb"
done

# ---- histories

mkdir h
"$awk" -v what=histories -v seed="$SEED" -v dir=h -v histories="$HISTORIES" -v runs="$RUNS" $model
cp -a empty h/store
differ=0 answers=0
while read -r run verb now; do
	complaint "$verb" -q -s h/store --now "$now" "h/$run.$verb" 2>h/err |
	    jq -r '[.findings[] | select(.verdict == "reject") | .code] as $c |
	        "\(.id) \(if .verdict == "reject" then "no \($c | join(","))" else "yes \(.stage)" end)"' >h/got
	# Of one that is refused the reason wanted is among those given.
	awk 'NR == FNR { split($3, c, ","); for (i in c) has[FNR, c[i]] = 1; got[FNR] = $0; n = FNR; next }
	    { m++; if (got[FNR] == $0) next
	      split(got[FNR], g, " "); if (g[1] == $1 && g[2] == $2 && $2 == "no" && ($3 == "*" || (FNR, $3) in has)) next
	      print "wanted " $0 ", got " got[FNR] } END { if (n != m) print n " lines of " m }' h/got "h/want.$run.$verb" >h/diff
	answers=$((answers + $(wc -l <h/got)))
	[ ! -s h/diff ] || { differ=$((differ + 1)); head -5 h/diff | sed "s/^/# $run $verb: /" >&8; }
done <h/runs
is "$HISTORIES histories, $answers answers: each is the model's" "$differ" 0
cat h/want.*.* | cut -d ' ' -f 2,3 | sort | uniq -c >h/kinds
ok 'all stages and refusals were among them' [ "$(wc -l <h/kinds)" -ge 12 ]
tell() {
	jq -r '"\(.number) \(.stage) \(.decision // "-") \(if .malicious then 1 else 0 end) \(if .overturned then 1 else 0 end) \(.due // "-")"'
}
differ=0 end=
while read -r run now; do
	end=$now
	[ $((run % 3)) = 1 ] || [ "$run" = "$RUNS" ] || continue
	cut -d ' ' -f 1-6 "h/list.$run" >h/want
	complaint list -s h/store --now "$NOW" --as-of "$now" | tell >h/got
	cmp -s h/got h/want || { differ=$((differ + 1)); diff h/want h/got | head -5 | sed "s/^/# as of $now: /" >&8; }
done <h/instants
is 'how all stood at instants in between, told afterwards' "$differ" 0
awk '$7 == 1 { print $1 }' "h/list.$RUNS" >h/want
complaint overdue -s h/store --now "$end" | jq -r .number | sort -n >h/got
same 'what is overdue at the end' h/got h/want
complaint overdue -s h/store --now "$end" | jq -r .due >h/got
sort h/got >h/want
same 'the longest overdue first' h/got h/want
# A new year, and nothing new: all records once more.
before=$(beian-store check -s h/store | jq -r .head)
while read -r run verb now; do
	awk '$2 == "yes" { print "\"" $1 "\"" }' "h/want.$run.$verb" >h/ids
	grep -F -f h/ids "h/$run.$verb" | grep -v -e '"somebody"' -e '"phone"' | complaint "$verb" -q -s h/store --now "$NOW" >>h/again
done <h/runs
is 'given once more, all are answered' "$(jq -r .verdict h/again | grep -c reject)" 0
is 'and nothing is added' "$(beian-store check -s h/store | jq -r .head)" "$before"

# ---- numbers

mkdir n
for p in 1 2 3 4 5 6 7 8; do
	seq 100 | awk -v p=$p '{ printf "{\"id\":\"w%d-%d\",\"kind\":\"fraud\",\"account\":\"a%d\",\"content\":\"第%d号%d\",\"channel\":\"web\",\"time\":\"2026-11-20T10:00:00+08:00\"}\n", p, $1, p * 1000 + $1, $1, p * 7919 }' >n/in.$p
done
N='--now 2026-11-24T09:00:00+08:00'
# slow FILE: a line or ten at a time, so that there are several batches.
slow() {
	for i in 0 1 2 3; do
		sed -n "$((i * 25 + 1)),$((i * 25 + 25))p" "$1"
		sleep 0.02
	done
}
# eight STORE: all at once; their answers stand in n/out.N.
eight() {
	for p in 1 2 3 4 5 6 7 8; do
		slow n/in.$p | complaint receive -q -s "$1" $N >n/out.$p 2>/dev/null &
	done
	wait
}
# numbered STORE: the numbers are 1 to 800, one each, and the answers in n/said are theirs.
numbered() {
	complaint list -s "$1" $N | jq -r '"\(.complaint) \(.number)"' | sort >n/list
	cut -d ' ' -f 2 n/list | sort -n >n/numbers
	seq 800 >n/want
	cmp -s n/numbers n/want || { echo "# $(wc -l <n/numbers) numbers"; diff n/want n/numbers | head -3; return 1; }
	sort -u n/said >n/said.sorted
	comm -23 n/said.sorted n/list >n/lost
	[ ! -s n/lost ] || { echo "# said, and not so:"; head -3 n/lost; return 1; }
}
said() {	# a last line may be cut where the process died
	for f in n/out.*; do
		if [ -s "$f" ] && [ -n "$(tail -c 1 "$f")" ]; then sed '$d' "$f"; else cat "$f"; fi
	done | jq -r '"\(.id) \(.number)"'
}
cp -a empty n/store
eight n/store
said >n/said
is 'eight at once, 100 each: all are answered' "$(wc -l <n/said)" 800
ok 'one number each, no gaps' numbered n/store
eight n/store
cp n/said n/said.1
said >>n/said
ok 'given again they have the same numbers' numbered n/store

cp -a empty n/kills
: >n/said
k=0
if sanitized; then
	skip "$KILLS rounds with kills" 'sanitizer'
else
	while [ $k -lt "$KILLS" ]; do
		k=$((k + 1))
		for p in 1 2 3 4 5 6 7 8; do
			head -n $((k * 100 / KILLS)) n/in.$p >n/part.$p
			LD_PRELOAD=$IOFAIL IOF=$((k * 7 + p * 13)) IOKILL=9 complaint receive -q -s n/kills $N <n/part.$p >n/out.$p 2>/dev/null &
		done
		wait
		said >>n/said
	done 2>/dev/null
	eight n/kills
	said >>n/said
	ok "$KILLS rounds of eight that are killed: numbers without gaps, and what was said stands" numbered n/kills
	ok 'the store is whole' beian-store check -q -s n/kills
fi

# ---- malice

# Reporters with records of all sorts; some of their decisions are overturned, by an appeal.  The
# signs of the next complaint of each are then those of a store where these were never decided.
mkdir m
"$awk" -v seed="$SEED" '
function rnd(k) { state = (state * 16807) % 2147483647; return int(state / 2147483647 * k) }
function line(f, s) { print s >("m/" f) }
BEGIN {
	state = seed * 7919 % 2147483646 + 1
	for (r = 1; r <= 30; r++) {
		k = 6 + rnd(12)
		bad = 40 + rnd(61)
		for (i = 1; i <= k; i++) {
			id = r "-" i
			d = sprintf("2026-%02d-%02d", 7 + rnd(4), 1 + rnd(28))
			line("receive", sprintf("{\"id\":\"p%s\",\"kind\":\"fraud\",\"account\":\"a%d%d\",\"content\":\"%d号%d %d\",\"complainant\":\"举报人%d\",\"channel\":\"app\",\"time\":\"%sT08:00:00+08:00\"}", id, r, i, r, i, rnd(99999), r, d))
			wrong = rnd(100) < bad
			over = rnd(3) == 0
			a = sprintf("{\"id\":\"a%s\",\"complaint\":\"p%s\",\"by\":\"k\",\"time\":\"%sT09:00:00+08:00\"}", id, id, d)
			c = sprintf("{\"id\":\"d%s\",\"complaint\":\"p%s\",\"by\":\"k\",\"reason\":\"r\",\"decision\":\"%s\"%s,\"time\":\"%sT10:00:00+08:00\"}", id, id, wrong ? "rejected" : "upheld", wrong && rnd(2) ? ",\"malicious\":true" : "", d)
			line("all.accept", a)
			line("kept.accept", a)
			line("all.decide", c)
			if (!over)
				line("kept.decide", c)
			else {
				overs++
				line("all.feedback", sprintf("{\"id\":\"f%s\",\"complaint\":\"p%s\",\"by\":\"k\",\"channel\":\"app\",\"content\":\"x\",\"time\":\"%sT11:00:00+08:00\"}", id, id, d))
				line("all.appeal", sprintf("{\"id\":\"b%s\",\"complaint\":\"p%s\",\"by\":\"k\",\"role\":\"%s\",\"reason\":\"r\",\"time\":\"%sT12:00:00+08:00\"}", id, id, wrong ? "complainant" : "accused", d))
				line("all.outcome", sprintf("{\"id\":\"o%s\",\"complaint\":\"p%s\",\"by\":\"k\",\"reason\":\"r\",\"outcome\":\"upheld\",\"time\":\"%sT13:00:00+08:00\"}", id, id, d))
			}
		}
		line("next", sprintf("{\"id\":\"next%d\",\"kind\":\"fraud\",\"account\":\"z%d\",\"content\":\"下一个%d %d\",\"complainant\":\"举报人%d\",\"channel\":\"app\",\"time\":\"2026-11-25T08:00:00+08:00\"}", r, r, r, rnd(99999), r))
	}
}'
for s in all kept; do
	cp -a empty m/$s
	cp empty/key m/$s/key
	complaint receive -q -s m/$s $N m/receive >m/out
	complaint accept -q -s m/$s $N m/$s.accept >>m/out
	complaint decide -q -s m/$s $N m/$s.decide >>m/out
done
M='--now 2026-11-25T09:00:00+08:00'
signs() {
	complaint -q -s "m/$1" $M m/next | jq -c '[.id, .malice, .verdict, [.findings[].code]]'
}
signs all >m/before
complaint feedback -q -s m/all $N m/all.feedback >>m/out
complaint appeal -q -s m/all $N m/all.appeal >>m/out
is 'an appeal that is not decided changes nothing' "$(signs all)" "$(cat m/before)"
complaint appeal -q -s m/all $N m/all.outcome >>m/out
signs all >m/got
signs kept >m/want
same 'overturned decisions count as if they were none' m/got m/want
ok 'and that made a difference' [ "$(grep -c malice-suspected m/before)" -gt "$(grep -c malice-suspected m/got)" ]
ok 'some are flagged all the same' [ "$(grep -c malice-suspected m/got)" -gt 0 ]
is 'none is refused for it' "$(complaint receive -q -s m/all $M m/next | jq -r 'select(.number > 0 and .verdict != "reject") | .id' | wc -l)" 30
is 'nothing was refused at all' "$(jq -r .verdict m/out | grep -c reject)" 0

# A lifted measure undoes a decision: it counts neither way, as if it had not been decided.
mkdir l
cd "$TOP" || exit 1
"$BIN/tests/gen" -n 12 -e 0 -s 9 >"$TMPDIR/l/accounts"
"$BIN/tests/gen" -f users -n 1 -e 0 -s 8 >"$TMPDIR/l/users"
cd "$TMPDIR" || exit 1
cp -a empty l/store
cat l/accounts l/users | acct-verify register -q -s l/store $N >l/registered
seq 12 | awk -v dir=l '{
	i = $1
	id = sprintf("a%08d", i)
	up = i > 7
	printf "{\"id\":\"p%d\",\"kind\":\"fraud\",\"account\":\"%s\",\"content\":\"%d号投诉\",\"complainant\":\"u00000001\",\"channel\":\"app\",\"time\":\"2026-11-02T08:00:00+08:00\"}\n", i, id, i * 7919 >"l/receive"
	printf "{\"id\":\"a%d\",\"complaint\":\"p%d\",\"by\":\"k\",\"time\":\"2026-11-02T09:00:00+08:00\"}\n", i, i >"l/accept"
	if (up)
		printf "{\"id\":\"m%d\",\"kind\":\"warn\",\"account\":\"%s\",\"ground\":\"law\",\"clause\":\"PA-11-1\",\"time\":\"2026-11-02T10:00:00+08:00\",\"until\":\"2026-12-24\",\"operator\":\"k\",\"cause\":\"complaint:p%d\"}\n", i, id, i >"l/measures"
	printf "{\"id\":\"d%d\",\"complaint\":\"p%d\",\"by\":\"k\",\"reason\":\"r\",\"decision\":\"%s\"%s%s,\"time\":\"2026-11-03T10:00:00+08:00\"}\n", i, i, up ? "upheld" : "rejected", up ? ",\"measure\":\"m" i "\"" : "", i == 1 ? ",\"malicious\":true" : "" >"l/decide"
}'
enforce apply -q -s l/store $N l/measures >l/out
for verb in receive accept decide; do complaint $verb -q -s l/store $N l/$verb >>l/out; done
is 'measures, complaints and decisions are taken' "$(jq -r .verdict l/out | grep -c reject)" 0
share() {
	echo '{"id":"later","kind":"fraud","account":"a00000001","content":"后来的","complainant":"u00000001","channel":"app","time":"2026-11-25T08:00:00+08:00"}' |
	    complaint -q -s l/store $M | jq -c '[.verdict, .malice.weight, (.malice.signs[] | .complaints, .unfounded)]'
}
# Before it recovers.
credit() { credit-score list -s l/store $M --as-of 2026-11-08 | jq -r 'select(.owner[0:2] == "u:") | .credit'; }
is '7 of 12 were rejected: 58 of 100 are not enough' "$(share)" '["pass",0]'
M='--now 2026-11-25T10:00:00+08:00'
for i in 8 9; do
	enforce lift -s l/store --now 2026-11-25T09:30:00+08:00 --measure m$i --by k --reason r --basis b >/dev/null
done
is 'two measures are lifted: 7 of 10' "$(share | jq -c '[.[1], .[3] * 100 / .[2] | floor]')" '[50,70]'
is 'the malicious one cost credit' "$(credit)" 90
echo '{"id":"f1","complaint":"p1","by":"k","channel":"app","content":"x","time":"2026-11-04T10:00:00+08:00"}' | complaint feedback -q -s l/store $M >>l/out
echo '{"id":"b1","complaint":"p1","by":"k","role":"complainant","reason":"r","time":"2026-11-05T10:00:00+08:00"}' | complaint appeal -q -s l/store $M >>l/out
is 'an appeal alone gives nothing back' "$(credit)" 90
echo '{"id":"o1","complaint":"p1","by":"k","reason":"r","outcome":"upheld","time":"2026-11-06T10:00:00+08:00"}' | complaint appeal -q -s l/store $M >>l/out
is 'upheld, it gives the credit back' "$(credit)" 100
M='--now 2026-11-25T11:00:00+08:00'
is 'and the decision counts no more: 6 of 9' "$(share | jq -c '[.[1], .[3] * 100 / .[2] | floor]')" '[50,66]'
finish
