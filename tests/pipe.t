#!/bin/sh
# The pipe (rules 4, 7 and 10): the same bytes the same lines, what arrives leaves, what is
# refused is told and kept, what fails says so.
# shellcheck disable=SC2059,SC2317,SC3045  # formats in variables, functions as arguments, ulimit -v
. tests/lib.sh

NOW=2026-11-24T09:00:00+08:00
verify() {
	acct-verify --no-store --now "$NOW" "$@"
}

# ---- however the bytes arrive

# wait_lines FILE N: it has N lines within 10 seconds.
wait_lines() {
	for i in $(seq 100); do
		[ "$(wc -l <"$1")" -lt "$2" ] || return 0
		sleep 0.1
	done
	echo "# $1 has $(wc -l <"$1") lines after $i waits"
	return 1
}

mkdir "$TMPDIR/in"
seq 300 | sed 's/.*/{"account":"a&","name":"n\\u4e2d&"}/' >"$TMPDIR/plain"
printf '\357\273\277account,name\r\na,"x\r\ny"\r\n\r\nb,"open\r\nc,d\r\ne,f,g\r\nh,\377\r\ni' >"$TMPDIR/in/csv"
{ cat "$TMPDIR/plain"; printf 'x\n\n{"account":"a"} \r\n{"id_number":1}\n{"account":'; } >"$TMPDIR/in/jsonl"
{ head -2 "$TMPDIR/plain"; head -c 3000000 /dev/zero | tr '\0' x; echo; tail -2 "$TMPDIR/plain"; } \
    >"$TMPDIR/in/long"
gzip -nc <"$TMPDIR/plain" >"$TMPDIR/gz"
cat "$TMPDIR/gz" "$TMPDIR/gz" >"$TMPDIR/in/two.gz"
n=$(($(wc -c <"$TMPDIR/gz") - 6))
{ head -c $n "$TMPDIR/gz"; printf '\125'; tail -c 5 "$TMPDIR/gz"; } >"$TMPDIR/in/crc.gz"
head -c $((n - 100)) "$TMPDIR/gz" >"$TMPDIR/in/cut.gz"
for f in "$TMPDIR"/in/*; do
	name=${f##*/}
	for size in whole 1 4096 65536; do
		[ "$name-$size" != long-1 ] || continue
		out=$TMPDIR/$name.$size
		if [ $size = whole ]; then cat "$f"; else dd if="$f" ibs=65536 obs=$size 2>/dev/null; fi |
		    verify --rejects "$out.rejects" >"$out.out" 2>"$out.err"
		echo $? >>"$out.err"
		cat "$out.out" "$out.err" "$out.rejects" >"$out" 2>/dev/null
		[ $size = whole ] || same "$name in writes of $size: output, messages, rejects" \
		    "$out" "$TMPDIR/$name.whole"
	done
done
is 'a gzip file with a wrong check sum: its lines, and that it is broken' \
    "$(wc -l <"$TMPDIR/crc.gz.whole.out") $(sed 's/[^:]*: //' "$TMPDIR/crc.gz.whole.err")" \
    '300 standard input:301: broken gzip file
1'
is 'a gzip file that is cut: no part of a line is a record' \
    "$(($(wc -l <"$TMPDIR/cut.gz.whole.out") + 1)) $(grep -c . "$TMPDIR/cut.gz.whole.rejects")" \
    "$(sed -n 's/.*input:\([0-9]*\): gzip file cut short/\1/p' "$TMPDIR/cut.gz.whole.err") 1"
sed -n 3p "$TMPDIR/in/long" >"$TMPDIR/want"
same 'a line of 3 MB stands whole among the rejects' "$TMPDIR/long.whole.rejects" "$TMPDIR/want"

# ---- what has arrived leaves, though the pipe stays open

idle() {	# idle NAME COMMAND...: lines, one by one, through a pipe that stays open
	name=$1
	shift
	rm -f "$TMPDIR/fifo"
	mkfifo "$TMPDIR/fifo"
	: >"$TMPDIR/out"
	"$@" <"$TMPDIR/fifo" >"$TMPDIR/out" 2>"$TMPDIR/err" &
	pid=$!
	exec 3>"$TMPDIR/fifo"
	printf "${head-}" >&3
	bad=0
	for n in 1 2 3; do
		printf "$line" $n >&3
		wait_lines "$TMPDIR/out" $n || bad=1
	done
	is "$name: each line leaves before the next comes" "$bad $(wc -l <"$TMPDIR/out")" '0 3'
	exec 3>&-
	wait $pid
}
both() {
	acct-verify register -q -s "$TMPDIR/store" --now "$NOW" |
	    acct-verify register -q -s "$TMPDIR/store" --now "$NOW"
}
line='{"account":"i%d"}\n'
new_store "$TMPDIR/store"
idle 'without a store' verify
idle 'register' acct-verify register -q -s "$TMPDIR/store" --now "$NOW"
idle 'two of them on one store' both
head='account,name\n' line='c%d,x\n'
idle 'rows' verify
head=''

# ---- several programs on one store: who signs up makes a group in the same record

groups() {
	group-cap apply -q -s "$TMPDIR/store" --now "$NOW"
}
four() {
	acct-verify register -q -s "$TMPDIR/store" --now "$NOW" | blacklist -q -s "$TMPDIR/store" --now "$NOW" |
	    groups | credit-score -q -s "$TMPDIR/store" --now "$NOW"
}
line='{"id":"i%d","op":"join","group":"none","user":"u","time":"2026-11-01"}\n'
idle 'group-cap apply' groups
line='{"account":"i%d","id":"i","op":"odd"}\n'
idle 'four of them on one store' four
complaints() {	# complaints VERB...
	complaint "$@" -q -s "$TMPDIR/store" --now "$NOW"
}
received() {
	complaints receive | complaints accept
}
document() {
	norm-audit document -q -s "$TMPDIR/store" --now "$NOW"
}
three() {
	complaints receive | credit-score apply -q -s "$TMPDIR/store" --now "$NOW" | complaints accept | document
}
line='{"id":"q%d","complaint":"q1","kind":"fraud","account":"a","content":"c","channel":"app","time":"2026-11-02","by":"w","reason":"r"}\n'
idle 'complaint' complaints
idle 'complaint receive' complaints receive
idle 'complaint receive | complaint accept' received
idle 'complaint feedback' complaints feedback
idle 'norm-audit document' document
idle 'four writers, each of its own kind of record' three
new_store "$TMPDIR/late.store"
seq -f '{"id":"%.0f","kind":"fraud","account":"a","content":"c","channel":"app","time":"2026-11-02"}' 300 |
    complaint receive -q -s "$TMPDIR/late.store" --now "$NOW" | complaint overdue -s "$TMPDIR/late.store" --now "$NOW" >"$TMPDIR/out"
is 'complaint receive | complaint overdue: it sees them all' "$? $(wc -l <"$TMPDIR/out")" '1 300'
"$BIN/tests/gen" -f users -e 0 -n 2000 -s 2 | sed 's/^{\("user":"u\([0-9]*\)"\)/{"id":"s\2","op":"create","group":"g\2","category":"work","time":"2026-11-01",\1/' \
    >"$TMPDIR/signing"
new_store "$TMPDIR/one.store"
for program in 'acct-verify register' 'group-cap apply'; do
	# shellcheck disable=SC2086  # words of a command
	$program -q -s "$TMPDIR/one.store" --now "$NOW" "$TMPDIR/signing" >"$TMPDIR/out"
done
# held STORE: its groups, seats and counters, without the keys of subjects.
held() {
	for of in '' --members --persons; do
		group-cap list $of -s "$1" --now "$NOW" | sed 's/"subject":"[^"]*"/"subject":""/' | sort
	done
	beian-store check -q -s "$1" | grep -o '"damaged":[0-9]*'
	group-cap recount -q -s "$1" --now "$NOW"
}
held "$TMPDIR/one.store" >"$TMPDIR/want"
rm -rf "$TMPDIR/store"
new_store "$TMPDIR/store"
four <"$TMPDIR/signing" >"$TMPDIR/out"
is 'four in one pipe: every record comes out, passed by all, in its order' \
    "$(jq -r 'select(.verdict == "pass" and .membership == "owner" and .credit == 100) | .id' "$TMPDIR/out" | sort -c 2>&1; wc -l <"$TMPDIR/out")" 2000
held "$TMPDIR/store" >"$TMPDIR/got"
same 'and the store is that of one after the other' "$TMPDIR/got" "$TMPDIR/want"
four <"$TMPDIR/signing" | cmp -s - "$TMPDIR/out"
is 'and given again all say the same' $? 0
printf '{"id":"m%d","group":"g%08d","kind":"close-group","ground":"law","clause":"c","time":"2026-11-24","operator":"w"}\n' 1 1 2 2 |
    enforce apply -q -s "$TMPDIR/store" --now "$NOW" >"$TMPDIR/out"
is 'what enforce closed group-cap knows' "$(for g in 1 2 3; do
	printf '{"id":"k%d","op":"rename","group":"g%08d","user":"u%08d","name":"n","time":"2026-11-24"}\n' $g $g $g
done | groups | jq -r '.findings[].code // empty' | tr '\n' ' '; group-cap check -s "$TMPDIR/store" --now "$NOW" |
    grep -c state-mismatch)" 'group-closed group-closed 2'

# ---- what is kept on its way (retain-prune): a line leaves when it is safe, as it came

keep() {	# keep CLASS [ARGUMENT...]
	class=$1
	shift
	retain-prune store "$class" -q -s "$TMPDIR/store" --now "$NOW" "$@"
}
kept() {	# kept CLASS: the lines in its segments
	find "$TMPDIR/store/segments/$1" -name '*.zst' -exec zstdcat {} + | LC_ALL=C sort
}
keep_two() {
	keep log | keep content
}
keep_joined() {
	groups | keep network-log
}
line='{"account":"i%d","time":"2026-11-23"}\n'
idle 'store log' keep log
idle 'store log | store content' keep_two
line='{"id":"n%d","op":"join","group":"none","user":"u","time":"2026-11-01"}\n'
idle 'group-cap apply | store network-log' keep_joined
is 'and all of them are kept' "$(kept log | wc -l) $(kept content | wc -l) $(kept network-log | wc -l)" '6 3 3'
rm -rf "$TMPDIR/store"
new_store "$TMPDIR/store"
"$BIN/tests/logs" -n 20000 -d 3 -f 2026-11-21 >"$TMPDIR/log"
keep_two <"$TMPDIR/log" >"$TMPDIR/out"
same 'two classes in one pipe: the same bytes come out' "$TMPDIR/out" "$TMPDIR/log"
LC_ALL=C sort "$TMPDIR/log" >"$TMPDIR/want"
for class in log content; do
	kept $class >"$TMPDIR/got"
	same "and $class keeps them all" "$TMPDIR/got" "$TMPDIR/want"
done
keep network-log <"$TMPDIR/log" >/dev/null
kept network-log >"$TMPDIR/got"
same 'into /dev/null: all are kept' "$TMPDIR/got" "$TMPDIR/want"
rm -rf "$TMPDIR/store"
new_store "$TMPDIR/store"
"$BIN/tests/gen" -n 500 -s 3 | acct-verify register -q -s "$TMPDIR/store" --now "$NOW" |
    keep log --where '.verdict == "reject"' >"$TMPDIR/out"
is 'acct-verify register | store --where: what was rejected is kept' \
    "$(kept log | grep -c '"verdict":"reject"') $(kept log | wc -l)" \
    "$(wc -l <"$TMPDIR/out") $(wc -l <"$TMPDIR/out")"
for ms in 020 060 120; do	# killed, and given again: each line once
	{ timeout -s KILL 0.$ms retain-prune store content -q -s "$TMPDIR/store" --now "$NOW" --source k \
	    <"$TMPDIR/log" >>"$TMPDIR/killed"; } 2>/dev/null
done
keep content --source k <"$TMPDIR/log" >>"$TMPDIR/killed"
kept content >"$TMPDIR/got"
same 'killed three times, and given again with --source: each line once' "$TMPDIR/got" "$TMPDIR/want"
keep content --source k <"$TMPDIR/log" >"$TMPDIR/out"
is 'and once more: nothing' "$? $(wc -c <"$TMPDIR/out")" '0 0'
{ keep network-log --source p "$TMPDIR/log"; echo $? >"$TMPDIR/status"; } | head -n 1 >"$TMPDIR/out"
is 'a reader that takes one line: SIGPIPE' "$(wc -l <"$TMPDIR/out") $(cat "$TMPDIR/status")" '1 141'
keep network-log --source p "$TMPDIR/log" >"$TMPDIR/out"
kept network-log >"$TMPDIR/got"
same 'and again: each line once' "$TMPDIR/got" "$TMPDIR/want"
keep log <&- >"$TMPDIR/out" 2>"$TMPDIR/err"
is 'store: standard input is closed: not 0, nothing comes out' "$(($? > 1)) $(wc -c <"$TMPDIR/out")" '1 0'
keep log <"$TMPDIR/log" >&- 2>"$TMPDIR/err"
is 'store: standard output is closed: status 3' $? 3
kept log >"$TMPDIR/want"
keep log "$TMPDIR/log" "$TMPDIR/nowhere" >"$TMPDIR/out" 2>&1
is 'store: a file that is missing: status 2' $? 2
kept log >"$TMPDIR/got"
same 'and nothing is kept' "$TMPDIR/got" "$TMPDIR/want"

# ---- a slow reader, one that goes away, descriptors

yes '{"account":"y","name":"slow"}' | head -n 20000 >"$TMPDIR/much"
verify <"$TMPDIR/much" >"$TMPDIR/want"
verify <"$TMPDIR/much" | { sleep 0.3; dd bs=1000 2>/dev/null; } >"$TMPDIR/out"
same 'a reader that begins late and takes little' "$TMPDIR/out" "$TMPDIR/want"
{ verify <"$TMPDIR/much"; echo $? >"$TMPDIR/status"; } | head -n 1 >"$TMPDIR/out"
is 'a reader that takes one line: SIGPIPE' "$(wc -l <"$TMPDIR/out") $(cat "$TMPDIR/status")" '1 141'
(
	trap '' PIPE
	{ verify <"$TMPDIR/much"; echo $? >"$TMPDIR/status"; } 2>"$TMPDIR/err" | head -n 1 >"$TMPDIR/out"
)
is 'and where the parent ignores it' "$(wc -l <"$TMPDIR/out") $(cat "$TMPDIR/status")" '1 141'
verify "$TMPDIR/much" >/dev/full 2>"$TMPDIR/err"
is 'a full output: status 3, and said' "$? $(grep -c 'standard output: No space left' "$TMPDIR/err")" '3 1'
echo x | verify --rejects /dev/full >/dev/null 2>"$TMPDIR/err"
is 'rejects that cannot be kept: status 3' "$? $(grep -c '/dev/full: No space left' "$TMPDIR/err")" '3 1'
verify --summary /dev/full </dev/null 2>"$TMPDIR/err"
is 'a summary that cannot be written: status 3' $? 3
verify <"$TMPDIR/much" >&- 2>"$TMPDIR/err"
is 'standard output is closed: status 3' $? 3
verify <&- >"$TMPDIR/out" 2>"$TMPDIR/err"
is 'standard input is closed: not 0, nothing comes out' "$(($? > 1)) $(wc -c <"$TMPDIR/out")" '1 0'
verify <"$TMPDIR" >"$TMPDIR/out" 2>"$TMPDIR/err"
is 'standard input is a directory' "$? $(grep -c 'is a directory' "$TMPDIR/err")" '2 1'
verify --exit-zero <"$TMPDIR/much" 2>&- | cmp -s - "$TMPDIR/want"
is 'standard error is closed: no matter' $? 0
if sanitized; then
	skip 'little memory' 'a build with sanitizers'
else
	(ulimit -v 60000 && verify -j 8 <"$TMPDIR/much") >"$TMPDIR/out" 2>"$TMPDIR/err"
	status=$?
	ok "little memory: status $status is 3, or it sufficed" [ $status = 3 ] || [ $status -le 1 ]
	lines=$(wc -l <"$TMPDIR/out")
	head -n "$lines" "$TMPDIR/want" >"$TMPDIR/part"
	ok 'and what came out is right' sh -c "head -n $lines '$TMPDIR/out' | cmp -s - '$TMPDIR/part'"
fi

# ---- what is refused (rule 7)

printf '{"account":"a"}\nx\n\n{"account":1}\n[]\n' >"$TMPDIR/some"
echo 'of an earlier run' >"$TMPDIR/rejects"
verify --rejects "$TMPDIR/rejects" "$TMPDIR/some" "$TMPDIR/some" >"$TMPDIR/out" 2>"$TMPDIR/err"
is 'something is refused: status 1' "$? $(wc -l <"$TMPDIR/out")" '1 2'
printf 'of an earlier run\nx\n\n{"account":1}\n[]\nx\n\n{"account":1}\n[]\n' >"$TMPDIR/want.rejects"
same 'the lines stand behind those of earlier runs' "$TMPDIR/rejects" "$TMPDIR/want.rejects"
is 'a message for each, with file and line' "$(sed 's/.*some:\([0-9]*\):.*/\1/' "$TMPDIR/err" | tr '\n' ' ')" \
    '2 3 4 5 2 3 4 5 '
ln -s "$TMPDIR/elsewhere" "$TMPDIR/link"
echo x | verify --rejects "$TMPDIR/link" >/dev/null 2>&1
is 'rejects do not follow a link' "$? $(ls "$TMPDIR/elsewhere" 2>/dev/null)" '2 '
: >"$TMPDIR/empty"
verify "$TMPDIR/empty" - /dev/stdin </dev/null >"$TMPDIR/out" 2>&1
is 'nothing is no failure' "$? $(wc -c <"$TMPDIR/out")" '0 0'
verify "$TMPDIR/some" "$TMPDIR/missing" >"$TMPDIR/out" 2>"$TMPDIR/err"
is 'a file that is missing: status 2, nothing is done' "$? $(wc -c <"$TMPDIR/out")" '2 0'
head -n 1 "$TMPDIR/some" | verify "$TMPDIR/some" - "$TMPDIR/some" 2>/dev/null >"$TMPDIR/out"
is 'files and standard input in their order' "$(wc -l <"$TMPDIR/out")" 3

# ---- positions (rule 10)

take() {
	acct-verify register -s "$TMPDIR/store" --now "$NOW" --source "$@" 2>"$TMPDIR/err"
}
seq 5 | sed 's/.*/{"account":"p&","at":&}/' >"$TMPDIR/queue"
take q --pos at <"$TMPDIR/queue" >"$TMPDIR/out"
is 'a queue: what came and where it stands' "$(wc -l <"$TMPDIR/out") $(beian-store pos -s "$TMPDIR/store" q)" '5 5'
{ cat "$TMPDIR/queue"; echo '{"account":"p6","at":"6"}'; echo '{"account":"p7"}'; } |
    take q --pos at >"$TMPDIR/out"
is 'given again with one more: only that' \
    "$(cut -c 1-15 "$TMPDIR/out") $(beian-store pos -s "$TMPDIR/store" q)" '{"account":"p6" 6'
ok 'a line without its position is refused' grep -q ':7: no position' "$TMPDIR/err"
take f "$TMPDIR/queue" >"$TMPDIR/out"
{ cat "$TMPDIR/queue"; echo '{"account":"p8"}'; } | take f >"$TMPDIR/out"
is 'a file that has grown: its new lines' "$(wc -l <"$TMPDIR/out") $(beian-store pos -s "$TMPDIR/store" f)" '1 6'
take f <"$TMPDIR/queue" >"$TMPDIR/out"
is 'and once more: nothing' "$? $(wc -l <"$TMPDIR/out") $(beian-store pos -s "$TMPDIR/store" f)" '0 0 6'

# ---- memory: what is kept for a line is more than the line

if sanitized; then
	skip 'a file of blank lines' 'memory is not measured with sanitizers'
else
	yes '' | head -n 300000 | acct-verify register -q -j 1 -s "$TMPDIR/store" --now "$NOW" \
	    >"$TMPDIR/out" 2>/dev/null &
	pid=$!
	peak=0
	while [ -d /proc/$pid ]; do
		now=$(sed -n 's/^RssAnon: *\([0-9]*\).*/\1/p' /proc/$pid/status 2>/dev/null)
		[ "${now:-0}" -le "$peak" ] || peak=$now
		sleep 0.02
	done
	wait $pid
	is 'a file of blank lines is refused' "$? $(wc -c <"$TMPDIR/out")" '1 0'
	ok "and takes no memory (peak $peak KiB)" [ "$peak" -lt 131072 ]
fi
# ---- a refused line is whole in --rejects at once, not only when the next one comes

mkfifo "$TMPDIR/slow"
acct-verify -q --no-store --rejects "$TMPDIR/cut" <"$TMPDIR/slow" >"$TMPDIR/out" &
pid=$!
exec 7>"$TMPDIR/slow"
echo 'no record' >&7
i=0
while [ ! -s "$TMPDIR/cut" ] && [ $i -lt 100 ]; do
	sleep 0.05
	i=$((i + 1))
done
kill -9 $pid
exec 7>&-
wait $pid 2>/dev/null
is 'killed: the last line of --rejects has its end' "$(od -An -c "$TMPDIR/cut" | tail -n 1 | tr -d ' ')" 'norecord\n'

finish
