#!/bin/sh
# Holds against prunings, stores beside each other, a reader that is slow; merges that are killed
# or fail, and the run after that as well.  RACES, MANY ...: how many (MERGES, COMPACT: 0: all);
# TORTURE=1: 2,000 and 300, and all.
# SEED=N repeats a run.
# shellcheck disable=SC2086  # words of options
. tests/lib.sh
. tests/fault.sh
echo "# SEED=$SEED"

if [ -n "${TORTURE-}" ]; then
	RACES=${RACES:-2000} MANY=${MANY:-300} MERGES=${MERGES:-0} COMPACT=${COMPACT:-0} TWICE=${TWICE:-300} BESIDE=${BESIDE:-100}
else
	RACES=${RACES:-20} MANY=${MANY:-10} MERGES=${MERGES:-6} COMPACT=${COMPACT:-4} TWICE=${TWICE:-5} BESIDE=${BESIDE:-2}
fi
hand='--by w --reason r --basis b'
cd "$TMPDIR" || exit 1

# texts: the lines in all segments, sorted.
texts() {
	find s/segments -name '*.zst' -exec zstdcat {} + 2>zstd.err | sort
}
# lines COUNT DAY PREFIX: lines of that day.
lines() {
	seq "$1" | awk -v day="$2" -v p="$3" '{ printf "{\"id\":\"%s%d\",\"account\":\"a%d\",\"time\":\"%sT%02d:%02d:00+08:00\"}\n",
	    p, $1, $1 % 4, day, $1 % 24, $1 % 60 }'
}
# agree WHERE: the store, the files and what stands beside them.
agree() {
	retain-prune verify -s s --now $NOW >verified 2>&1 ||
	    { echo "# $1: verify: $(grep -m 1 code verified | cut -c 1-300)"; return 1; }
	find s/segments -type f ! -name .lock ! -name '*.jsonl.zst' ! -name '*.jsonl.zst.sha256' >odd
	find s/segments -name '*.zst' -execdir sh -c 'sha256sum -c --quiet "$1.sha256"' sh {} \; >>odd 2>&1
	[ ! -s odd ] || { echo "# $1: $(head -1 odd)"; return 1; }
}
again() { rm -rf s; cp -a "$1" s; }
# unlike WHERE FILE: the lines are those of FILE.
unlike() {
	texts | cmp -s - "$2" && return 1
	echo "# $1: $(texts | wc -l) lines, $(texts | uniq -d | wc -l) of them twice, not $(wc -l <"$2"): $(head -1 zstd.err)"
}

# ---- a hold and a pruning at once

NOW=2026-07-20T09:00:00+08:00
new_store seed
lines 40 2026-01-05 o | retain-prune store log -q -s seed --now 2026-01-05T23:59:00 >out
lines 3 2026-07-19 y | retain-prune store log -q -s seed --now 2026-07-19T23:59:00 >young
grep '"a1"' out | sort >held
sort held young >with
sort young >without
bad=0 placed=0 refused=0
for n in $(seq "$RACES"); do
	again seed
	case $((n % 2)) in 0) what='--account a1 --from 2026-01-05 --until 2026-01-06' all=with ;;
	*) what='--from 2026-01-05 --until 2026-01-06' all=everything ;; esac
	[ -f everything ] || texts >everything
	rand 12
	{ sleep "0.00$((rand / 2))"
	  retain-prune hold -s s --now $NOW $hand --case 1 $what >hold.out 2>hold.err; echo $? >hold.status; } &
	rand 12
	sleep "0.00$((rand / 2))"
	retain-prune prune -s s --trust-clock --now $NOW >prune.out 2>prune.err
	status=$?
	wait
	case $(cat hold.status) in
	0)	placed=$((placed + 1))
		grep -q '"state":"placed"' hold.out || { bad=$((bad + 1)); echo "# race $n: said $(cat hold.out)"; }
		retain-prune prune -s s --trust-clock --now $NOW >prune.again 2>&1 ;;
	1)	refused=$((refused + 1)) all=without
		grep -q '"code":"hold-pruned"' hold.out || { bad=$((bad + 1)); echo "# race $n: said $(cat hold.out hold.err)"; } ;;
	*)	bad=$((bad + 1)); echo "# race $n: hold: status $(cat hold.status): $(head -1 hold.err)" ;;
	esac
	[ $status -le 1 ] || { bad=$((bad + 1)); echo "# race $n: prune: status $status: $(head -1 prune.err)"; }
	unlike "race $n ($(cat hold.status), $what)" $all && bad=$((bad + 1))
	[ $((n % 10)) != 0 ] || agree "race $n" || bad=$((bad + 1))
done
is "hold against prune, $RACES times ($placed placed, $refused refused): what was acknowledged stays" "$bad" 0
[ -z "${TORTURE-}" ] || is 'and both came about' "$((placed > 0)) $((refused > 0))" '1 1'

# ---- a hold in the middle of a pruning of many: by the journal's order

new_store many
i=0
while [ $((i += 1)) -le 12 ]; do
	day=2026-01-$(printf %02d $i)
	lines 20 $day "d$i." >part
	cat part >>many.in
	retain-prune store log -q -s many --now ${day}T23:59:00 part >out
done
bad=0 between=0
for n in $(seq "$MANY"); do
	again many
	retain-prune prune -s s --trust-clock --now $NOW >prune.out 2>prune.err &
	rand 40
	sleep "0.0$((rand / 10))$((rand % 10))"
	retain-prune hold -s s --now $NOW $hand --case 1 --account a1 >hold.out 2>hold.err
	status=$?
	wait
	retain-prune prune -s s --trust-clock --now $NOW >prune.again 2>&1
	# Of what was pruned before the hold nothing is left, of the rest what is held.
	"$BIN/tests/entries" s >journal
	jq -r 'select(.verb == "hold") | .n' journal | head -n 1 >"at"
	jq -r --argjson at "$(cat at 2>/dev/null | grep . || echo 1000000)" \
	    'select(.verb == "prune" and .n < $at) | .what.pruned[][0]' journal | sort >first
	awk '{ split($0, p, "/"); sub(/-.*/, "", p[4]); print "\"d" p[4] + 0 "." }' first >before
	if [ $status = 0 ]; then grep '"a1"' many.in; else :; fi | grep -vFf before | sort >want
	[ -s before ] || [ $status != 0 ] || grep '"a1"' many.in | sort >want
	! [ -s before ] || ! [ -s want ] || between=$((between + 1))
	case $status in
	0) grep -q '"state":"placed"' hold.out ;;
	*) false ;;
	esac || { bad=$((bad + 1)); echo "# hold $n: status $status: $(head -1 hold.err) $(cat hold.out)"; }
	unlike "hold $n, after $(wc -l <before) segments" want && bad=$((bad + 1))
	[ $((n % 10)) != 0 ] || agree "hold $n" || bad=$((bad + 1))
done
is "a hold in the middle of a pruning, $MANY times ($between between two of its segments)" "$bad" 0

# ---- two stores, fetch and prune at once

bad=0
for n in $(seq "$BESIDE"); do
	again seed
	rm -f status
	for w in 1 2; do
		lines 300 2026-07-18 "p$w" >in.$w
		lines 300 2026-07-19 "q$w" >>in.$w
		lines 30 2026-01-09 "r$w" >>in.$w		# late: they stay six months from now on
		for part in 1 2 3; do
			sed -n "$((part * 210 - 209)),$((part * 210))p" in.$w >>fed.$n.$w
			retain-prune store log -q -s s --now $NOW --source w$w fed.$n.$w >>out.$n.$w 2>>err || echo "store $w: $?" >>status
		done &
	done
	for w in 1 2 3; do
		retain-prune fetch -s s --now $NOW --case 1 --account a1 --from 2026-07-01 >fetched 2>>err || echo "fetch: $?" >>status
		sort fetched | uniq -d >twice
		[ ! -s twice ] || echo "fetched twice: $(head -1 twice)" >>status
	done &
	for w in 1 2 3; do
		retain-prune prune -s s --trust-clock --now $NOW >pruned 2>>err || echo "prune: $?" >>status
	done &
	wait
	[ ! -s status ] || { bad=$((bad + 1)); sed 's/^/# /' status; head -3 err | sed 's/^/#   /'; }
	sort in.1 in.2 young >want
	# Files that were merged stay while somebody reads; the next run removes them.
	retain-prune prune -q -s s --trust-clock --now $NOW >pruned 2>&1
	unlike "beside $n" want && bad=$((bad + 1))
	cat out.$n.1 out.$n.2 | sort >acked
	sort in.1 in.2 | cmp -s - acked || { bad=$((bad + 1)); echo "# beside $n: $(wc -l <acked) came out"; }
	agree "beside $n" || bad=$((bad + 1))
	retain-prune fetch -s s --now $NOW --case 1 --account a1 --account a2 --account a3 --account a0 | sort | cmp -s - want ||
	    { bad=$((bad + 1)); echo "# beside $n: fetched other lines"; }
done
is "two stores, fetch and prune at once, $BESIDE times: no line lost or twice" "$bad" 0

# ---- a reader that is slow does not stop a pruning, and reads what it began to read

new_store much
lines 20000 2026-01-05 m >m.in
retain-prune store log -q -s much --now 2026-01-05T23:59:00 m.in >out
retain-prune store log -q -s much --now $NOW young >out
sort m.in young >everything.much
again much
rm -f go
mkfifo go
{ retain-prune fetch -s s --now $NOW --case 1 --from 2026-01-01 2>fetch.err; echo $? >fetch.status; } |
    { read -r first; printf "%s\n" "$first"; cat go >/dev/null; cat; } >slow &
i=0
while [ $((i += 1)) -lt 1500 ] && ! [ -s slow ]; do sleep 0.02; done
timeout 60 retain-prune prune -s s --trust-clock --wait 2 --now $NOW >pruned 2>prune.err
status=$?
ok 'a pruning beside a slow reader ends by itself' [ $status -le 1 ]
echo >go
wait
is "the reader gets all that it asked for" "$(cat fetch.status) $(sort slow | cmp - everything.much 2>&1)" "0 "
retain-prune prune -s s --trust-clock --now $NOW >pruned 2>prune.err
sort young >want
unlike 'slow reader' want
ok 'and then the files are gone' agree 'slow reader'

# ---- a disk that is full to the last page: pruning makes room

if [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
	cat >full.sh <<'END'
	mount -t tmpfs -o size=2m none mnt || exit 9
	cp -a many mnt/s
	retain-prune store log -q -s mnt/s --now "$1" young >/dev/null
	dd if=/dev/zero of=mnt/fill bs=4k 2>/dev/null
	dd if=/dev/zero of=mnt/rest bs=100 2>/dev/null
	for i in 1 2 3; do
		retain-prune prune -s mnt/s --trust-clock --now "$1" --limit 1 || echo "prune: $?"
	done
	retain-prune prune -s mnt/s --trust-clock --now "$1" || echo "prune: $?"
	retain-prune verify -s mnt/s --now "$1" || echo "verify: $?"
	rm mnt/fill mnt/rest
	cp -a mnt/s s
END
	mkdir mnt
	rm -rf s
	unshare -m sh full.sh $NOW >full.out 2>&1
	grep -E '^(prune|verify): |full' full.out | sed 's/^/# /'
	sort young >want
	unlike 'full disk' want
	is 'on a full disk a pruning makes room' "$(texts | cmp - want 2>&1)" ''
else
	skip 'on a full disk a pruning makes room' 'needs root and mount namespaces'
fi

# ---- pruning and compacting, killed

# What is left and what is held is the same as if nothing had been.

compact() { env "$@" "$BIN/retain-prune" prune --compact -s s --trust-clock --now $NOW; }
if sanitized; then
	skip 'compacting killed and failing' 'no preload with sanitizers'
else
	again many
	retain-prune hold -s s --now $NOW $hand --case 1 --account a1 --until 2026-01-04 >out
	rm -rf held.seed
	cp -a s held.seed
	: >count
	compact "LD_PRELOAD=$IOFAIL" "IOCOUNT=$TMPDIR/count" >out 2>err
	is 'prune --compact ends well' $? 0
	ops=$(tr -d ' ' <count)
	texts >want
	is 'and what is held is left' "$(wc -l <want) $(grep -c '"a1"' want)" '15 15'
	bad=0
	for n in $(some "$COMPACT" "$ops"); do
		for form in IOKILL=9 IOERR=28 IOERR=5; do
			again held.seed
			{ compact "LD_PRELOAD=$IOFAIL" $form IOONCE=1 IOF="$n" >out; } 2>err
			status=$?
			case $form:$status in
			IOKILL=9:137|IOERR=*:[013]) ;;
			*) bad=$((bad + 1)); echo "# $form at $n: status $status: $(head -1 err)" ;;
			esac
			retain-prune verify -q -s s --now $NOW >verified 2>&1 ||
			    { bad=$((bad + 1)); echo "# $form at $n: verify: $(head -1 verified)"; }
			compact A=B >out 2>err || { bad=$((bad + 1)); echo "# $form at $n: again: $(head -1 err)"; }
			unlike "$form at $n" want && bad=$((bad + 1))
			agree "$form at $n" || bad=$((bad + 1))
			beian-store check -q -s s >verified 2>&1 || { bad=$((bad + 1)); echo "# check: $(head -1 verified)"; }
			retain-prune -s s --now $NOW | grep -q '"case":"1"' || { bad=$((bad + 1)); echo "# $form at $n: the hold"; }
			find . -maxdepth 1 -name 's.*' >odd
			find s -maxdepth 1 ! -name s ! -name '*.mdb' ! -name gate ! -name 'key*' ! -name life \
			    ! -name writer ! -name segments ! -name reserve >>odd
			[ ! -s odd ] || { bad=$((bad + 1)); echo "# $form at $n: left: $(head -1 odd)"; }
		done
	done
	is "prune --compact, killed and failing at any of $ops operations" "$bad" 0
fi

# ---- merges

# Six segments of a day that is over with the next line: they become one.
NOW=2026-07-21T12:00:00+08:00
new_store small
for i in 1 2 3 4 5 6; do
	lines 20 2026-07-20 "s$i" >part
	cat part >>small.in
	retain-prune store log -q -s small --now 2026-07-20T23:3$i:00 --source w small.in >out
done
lines 9 2026-07-21 t >part
cp small.in small.all
cat part >>small.all
sort small.all >all
sort small.in >before
act() { env "$@" "$BIN/retain-prune" store log -q -s s --now $NOW --source w small.all; }
again small
is 'six segments' "$(find s/segments -name '*.zst' | wc -l)" 6
act A=B >out 2>err
is 'become one, and one comes' "$? $(find s/segments -name '*.zst' | wc -l)" '0 2'
unlike 'merged' all
ok 'and all is well' agree merged
# sound WHERE: what came out is there, nothing twice; again, and all is as if nothing had been.
sound() {
	case $(tail -c 1 out | od -An -c | tr -d ' ') in ''|'\n') cat out ;; *) sed '$d' out ;; esac | sort >acked
	retain-prune fetch -s s --now $NOW --case 1 --from 2026-07-01 2>fetch.err | sort >there
	sort before acked | comm -23 - there >lost
	[ ! -s lost ] || { echo "# $1: $(wc -l <lost) lost: $(head -1 lost) $(head -1 fetch.err)"; return 1; }
	uniq -d there >twice
	[ ! -s twice ] || { echo "# $1: $(wc -l <twice) twice: $(head -1 twice)"; return 1; }
	act A=B >out 2>err
	status=$?
	[ $status = 0 ] || { echo "# $1: again: status $status: $(head -1 err)"; return 1; }
	# What was stored when it was killed does not come out again under its source.
	sort out | comm -12 - acked >twice
	[ ! -s twice ] || { echo "# $1: $(wc -l <twice) came out again"; return 1; }
	if unlike "$1" all; then return 1; fi
	n=$(find s/segments -name '*.zst' | wc -l)
	[ "$n" = 2 ] || { echo "# $1: $n segments"; return 1; }
	agree "$1"
}
if sanitized; then
	skip 'merges killed and failing' 'no preload with sanitizers'
else
	again small
	: >count
	act "LD_PRELOAD=$IOFAIL" "IOCOUNT=$TMPDIR/count" >out 2>err
	ops=$(tr -d ' ' <count)
	bad=0 died=0
	for n in $(some "$MERGES" "$ops"); do
		again small
		{ act "LD_PRELOAD=$IOFAIL" IOF="$n" IOKILL=9 >out; } 2>err || died=$((died + 1))
		sound "killed at $n" || bad=$((bad + 1))
	done
	is "a store that merges, killed at any of $ops operations ($died died)" "$bad" 0
	bad=0
	for n in $(some "$MERGES" "$ops"); do
		for form in IOERR=28 IOERR=5; do
			for more in IOONCE=1 A=B; do
				again small
				act "LD_PRELOAD=$IOFAIL" $form $more IOF="$n" >out 2>err
				status=$?
				case $form:$status in
				*:[01]) ;;
				IOERR=28:3) grep -qi 'full\|no space' err ||
				    { bad=$((bad + 1)); echo "# $form $more $n: $(head -1 err)"; } ;;
				*:3) [ -s err ] || { bad=$((bad + 1)); echo "# $form $more $n: no message"; } ;;
				*) bad=$((bad + 1)); echo "# $form $more $n: status $status" ;;
				esac
				sound "$form $more at $n" || bad=$((bad + 1))
			done
		done
	done
	is 'a store that merges, failing at any of them' "$bad" 0
	bad=0
	for n in $(seq "$TWICE"); do
		again small
		rand "$ops"
		first=$rand
		rand 30
		second=$rand
		{ act "LD_PRELOAD=$IOFAIL" IOF=$((first + 1)) IOKILL=9 >out; } 2>err
		{ LD_PRELOAD=$IOFAIL IOF=$((second + 1)) IOKILL=9 retain-prune prune -s s --trust-clock --now $NOW >/dev/null; } 2>err
		sound "killed at $((first + 1)) and then at $((second + 1))" || bad=$((bad + 1))
	done
	is "killed, and the next run too, $TWICE times" "$bad" 0
fi
finish
