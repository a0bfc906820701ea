#!/bin/sh
# The journal finds every change (PROMISES 6.7).  Whoever changes it here has the store's key,
# so that each value has its right tag and the chain alone can tell: each byte of each entry,
# entries gone, put in, swapped, taken from another store.  What the chain cannot tell, a cut
# tail and an older copy, the head that was noted down elsewhere does.  And the audit reads: the
# store is the same afterwards, may be read-only, and may be written to beside it.
# CHANGES: how many bytes are changed in memory, RUNS: with the program (0: every one).
# shellcheck disable=SC2086,SC2154  # words of options; rand is of fault.sh
. tests/lib.sh
. tests/fault.sh

CHANGES=${CHANGES:-300} RUNS=${RUNS:-60}
[ -z "${TORTURE-}" ] || CHANGES=0 RUNS=0
t=$TMPDIR
s=$t/store
now="--now $NOW"

# ---- a store of 200 entries, of many programs

accounts 100 "$t/accounts"
names "$t/accounts" >"$t/names"
new_store "$s"
acct-verify register -q -s "$s" $now "$t/accounts" >"$t/registered"
awk '{ printf "{\"id\":\"l%d\",\"account\":\"%s\",\"ground\":\"law\",\"basis\":\"文号%d\",\"reason\":\"r\",\"by\":\"w\",\"from\":\"now\",\"until\":\"term\"}\n", NR, $1, NR }' "$t/names" |
    head -n 90 | blacklist add -q -s "$s" $now >"$t/listed"
awk '{ printf "{\"id\":\"m%d\",\"kind\":\"warn\",\"account\":\"%s\",\"ground\":\"law\",\"clause\":\"PA-11-1\",\"time\":\"2026-11-20\",\"operator\":\"w\",\"reason\":\"\\u4e2d \\\"x\\\"\"}\n", NR, $1 }' "$t/names" |
    head -n 90 | enforce apply -q -s "$s" $now >"$t/measured"
awk '{ printf "{\"id\":\"u%d\",\"measure\":\"m%d\",\"by\":\"w\",\"reason\":\"r\",\"basis\":\"b\"}\n", NR, NR }' "$t/names" |
    head -n 20 | enforce lift -q -s "$s" $now >"$t/lifted"
printf '{"id":"e1","kind":"rumour","account":"%s","time":"2026-11-20"}\n' "$(head -n 1 "$t/names")" |
    credit-score apply -q -s "$s" $now >"$t/scored"
retain-prune hold --case c --account "$(head -n 1 "$t/names")" --by w --reason r --basis b -s "$s" $now >"$t/held"
read -r entries bytes <<END
$("$BIN/tests/tamper" "$s" size)
END
ok "the journal has entries enough: $entries, $bytes bytes" [ "$entries" -ge 200 ]

journal() {	# journal STORE OPTION...: walks the chain
	d=$1
	shift
	norm-audit journal --verify -s "$d" $now "$@"
}
# told STORE OPTION...: status, and what is said of the chain
told() {
	journal "$@" >"$t/out" 2>"$t/err"
	echo "$? $(tail -n 1 "$t/out" | jq -r '[.chain, .broken // "-"] | join(" ")')"
}
# lost STORE HEAD: status, and how often it is said that the head is not in the chain
lost() {
	journal "$1" --head "$2" >"$t/out" 2>"$t/err"
	echo "$? $(grep -c '"journal-broken".*not in the chain' "$t/out")"
}
is 'it is whole' "$(told "$s")" '0 whole -'
head=$(tail -n 1 "$t/out" | jq -r .head)
is 'and its head is that of the last entry' "$head" \
    "$("$BIN/tests/entries" "$s" | tail -n 1 | jq -r .hash)"
is 'the head that was noted down is found' "$(told "$s" --head "$head")" '0 whole -'

# ---- each byte of each entry

step=1
[ "$CHANGES" = 0 ] || step=$((bytes / CHANGES))
[ $((step % 2)) = 1 ] || step=$((step + 1))
rand "$step"
"$BIN/tests/tamper" "$s" bytes "$rand" $step >"$t/out"
is "each byte changed: found at its place ($(tail -n 1 "$t/out"))" \
    "$(sed 's/.*, //; $!d' "$t/out")" '0 missed'
grep '^#' "$t/out" | head -n 5
step=1
[ "$RUNS" = 0 ] || step=$((bytes / RUNS))
rand "$step"
cp -a "$s" "$t/copy"
BEIAN_STORE=$t/copy "$BIN/tests/tamper" "$t/copy" run "$rand" $step \
    norm-audit journal --verify --now "$NOW" >"$t/out" 2>"$t/err"
# An entry under another number is met where it stands now, or missed where it was.
awk '{ line = $0; sub(/^[^{]*/, "", line); at = line; sub(/.*"broken":/, "", at); at += 0
    if ($3 != 1 || line !~ /"chain":"broken"/ || ($2 < 12 ? at > $1 : at != $1)) print "#", $0 }' "$t/out" >"$t/missed"
none "and norm-audit says where ($(wc -l <"$t/out") runs)" "$t/missed"
is 'all of them ran, and are taken back' "$(($(wc -l <"$t/out") >= RUNS)) $(told "$t/copy")" '1 0 whole -'

# ---- entries gone, put in, swapped, taken from another store

key() {	# key N: its key
	printf %012d "$1"
}
entry() {	# entry STORE N: its value
	"$BIN/tests/entries" "$1" | sed -n "$2p"
}
copy() {
	rm -rf "$t/copy"
	cp -a "$s" "$t/copy"
}
last=$entries
bad=0
for n in 1 2 77 $((last - 1)); do
	copy
	"$BIN/tests/alter" "$t/copy" drop journal "$(key $n)"
	[ "$(told "$t/copy")" = "1 broken $n" ] || { bad=$((bad + 1)); echo "# $n gone: $(cat "$t/out")"; }
done
is 'an entry that is gone: at its place' $bad 0
copy
"$BIN/tests/alter" "$t/copy" put journal "$(key $((last + 1)))" "$(entry "$s" 5)"
is 'an entry put in behind' "$(told "$t/copy")" "1 broken $((last + 1))"
copy	# all after it moved on by one, and numbered anew: as somebody would who knows the form
"$BIN/tests/entries" "$s" | sed -n '150,$p' | sed 's/^{"n":[0-9]*//' >"$t/after"
n=151
while IFS= read -r value; do
	"$BIN/tests/alter" "$t/copy" put journal "$(key $n)" "{\"n\":$n$value"
	n=$((n + 1))
done <"$t/after"
is 'an entry put in between' "$(told "$t/copy" | cut -d ' ' -f 1-2) $(tail -n 1 "$t/out" | jq '.broken <= 151')" '1 broken true'
copy
"$BIN/tests/alter" "$t/copy" put journal "$(key 20)" "$(entry "$s" 21)"
"$BIN/tests/alter" "$t/copy" put journal "$(key 21)" "$(entry "$s" 20)"
is 'two that are swapped' "$(told "$t/copy")" '1 broken 20'
copy
"$BIN/tests/alter" "$t/copy" put journal "$(key 20)" "$(entry "$s" 21 | sed 's/"n":21,/"n":20,/')"
"$BIN/tests/alter" "$t/copy" put journal "$(key 21)" "$(entry "$s" 20 | sed 's/"n":20,/"n":21,/')"
is 'and numbered anew' "$(told "$t/copy")" '1 broken 20'
new_store "$t/another"
acct-verify register -q -s "$t/another" $now "$t/accounts" >"$t/registered"
copy
"$BIN/tests/alter" "$t/copy" put journal "$(key 30)" "$(entry "$t/another" 31 | sed 's/"n":31,/"n":30,/')"
is 'one of another store' "$(told "$t/copy")" '1 broken 30'
copy
"$BIN/tests/alter" "$t/copy" put journal "$(key 40)" "$(entry "$s" 40 | sed 's/"by":"[^"]*"/"by":"nobody"/')"
norm-audit -s "$t/copy" $now >"$t/audit" 2>"$t/err"
is 'norm-audit shows it: status 1' $? 1
is 'at its place, by its clause' "$(jq -c 'select(.clause == "PA-09-1b") | [.state, .found]' "$t/audit")" '["open",[{"code":"journal-broken","count":1}]]'
ok 'and says which entry' grep -q '\b40\b' "$t/err" "$t/audit"

# ---- what the chain alone cannot tell

bad=0
for cut in 1 3 50; do
	copy
	for n in $(seq $((last - cut + 1)) "$last"); do
		"$BIN/tests/alter" "$t/copy" drop journal "$(key "$n")"
	done
	[ "$(told "$t/copy")" = '0 whole -' ] || { bad=$((bad + 1)); echo "# $cut: the chain is not whole"; }
	[ "$(lost "$t/copy" "$head")" = '1 1' ] || { bad=$((bad + 1)); echo "# $cut: $(cat "$t/out")"; }
done
is 'a tail cut off: by the head that was noted down, and by that only' $bad 0
copy
printf '{"id":"e2","kind":"rumour","account":"%s","time":"2026-11-21"}\n' "$(head -n 1 "$t/names")" |
    credit-score apply -q -s "$s" $now >"$t/scored"
journal "$s" >"$t/out"
later=$(tail -n 1 "$t/out" | jq -r .head)
is 'an older copy put back: by that as well' "$(told "$t/copy") $(lost "$t/copy" "$later")" \
    '0 whole - 1 1'
is 'a store that has gone on has the older head' "$(told "$s" --head "$head")" '0 whole -'
journal "$s" --head "${head%?}" >"$t/out" 2>"$t/err"
is 'what is no head: status 2' $? 2

# ---- it reads

sums() {
	(cd "$1" && find . -type f ! -name lock.mdb ! -name gate -exec sha256sum {} + | sort -k 2; stat -c '%n %a %Y' data.mdb key)
}
audits() {	# audits STORE: everything that it has; none of it writes
	for verb in '' '--as-of 2026-11-01' '--compare 2026-11-01' 'journal' 'journal --verify' list; do
		# shellcheck disable=SC2086  # words of a command
		norm-audit $verb -s "$1" $now >>"$t/audited" 2>>"$t/err"
		[ $? -le 1 ] || echo "norm-audit $verb: $(tail -n 1 "$t/err")"
	done
}
: >"$t/err"
sums "$s" >"$t/before"
audits "$s" >"$t/failed"
norm-audit --html "$t/report.html" -s "$s" $now >"$t/audited" 2>&1
none 'every one of its verbs ends well' "$t/failed"
sums "$s" >"$t/after"
same 'and the store is what it was' "$t/after" "$t/before"
if [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
	cat >"$t/ro.sh" <<-'END'
		mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" || exit 9
		norm-audit -s "$1" --now "$2" >"$3"
	END
	norm-audit -s "$s" $now >"$t/want"
	unshare -m sh "$t/ro.sh" "$s" "$NOW" "$t/got" 2>"$t/err"
	is 'a store that is mounted read-only: the same answer' "$? $(cat "$t/err")" '1 '
	same 'in every byte' "$t/got" "$t/want"
else
	skip 'a store that is mounted read-only' 'needs root and mount namespaces'
fi

# Beside a writer: what one run says is of one moment; the chain is whole in each.
(
	for n in $(seq 40); do
		printf '{"id":"w%d","kind":"clickbait","account":"%s","time":"2026-11-22"}\n' "$n" "$(sed -n "${n}p" "$t/names")" |
		    credit-score apply -q -s "$s" $now
	done
	: >"$t/done"
) >"$t/written" 2>&1 &
writer=$!
bad=0 runs=0
while :; do
	[ -e "$t/done" ] && break
	runs=$((runs + 1))
	[ "$(told "$s" --head "$later" | cut -d ' ' -f 1-2)" = '0 whole' ] || bad=$((bad + 1))
	norm-audit -q -s "$s" $now >"$t/audit" 2>"$t/err"
	[ $? -le 1 ] || { bad=$((bad + 1)); head -n 1 "$t/err"; }
done
wait $writer
is "beside a writer: whole each time, and nobody waits ($runs runs)" "$bad $(wc -l <"$t/written")" '0 40'
finish
