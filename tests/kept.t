#!/bin/sh
# The common cases of PROMISES 6.0 and those of 6.5 for retain-prune: whatever happens to a run
# of store, prune, hold or release, what was acknowledged is there, what is held or young stays,
# catalogue and files agree after the next run, and that run leads to where an undisturbed one
# does.  A sample; tests/torture.sh sets the counts below to all.  SEED=N repeats a run.
# shellcheck disable=SC2086,SC2317,SC3045  # words of commands, functions as arguments, ulimit -v
. tests/lib.sh
. tests/fault.sh
echo "# SEED=$SEED"

J1=${J1:-8}		# kill points of each command (0: every one)
J2=${J2:-3}		# kills at random moments
J4=${J4:-2}		# failing operations of each of four forms (0: every one)
J5=${J5:-4}		# failing allocations (0: about 200)
J8=${J8:-1}		# rounds of eight at once
J13=${J13:-2}		# environments (0: all 36)
J17=${J17:-20}		# after how many lines a reader goes away

s=$TMPDIR/store
t=$TMPDIR
NOW=2026-07-20T09:00:00+08:00
hand='--by w --reason r --basis b'
logs=$BIN/tests/logs

# ---- lines to store, and a store in which three days may go, but for what is held of them

"$logs" -n 240 -d 4 -f 2026-07-16 -a 20 >"$t/in"
new_store "$t/seed.store"
new_store "$t/seed.prune"
old() {
	retain-prune "$@" -q -s "$t/seed.prune" --now 2026-01-10T09:00:00+08:00
}
"$logs" -n 180 -d 3 -f 2026-01-05 -a 20 -s 2 >"$t/old"
"$logs" -n 180 -d 3 -f 2026-01-05 -a 20 -s 2 -c content >"$t/old.content"
old store log --source q "$t/old" >"$t/old.out" || echo '# seed: not 0'
old store content "$t/old.content" >"$t/old.out" || echo '# seed: not 0'
"$logs" -n 60 -d 1 -f 2026-07-01 -a 20 -s 3 >"$t/young"
# Half a year without a line: that the clock is right must be said once.
retain-prune prune --trust-clock -s "$t/seed.prune" --now 2026-07-02T09:00:00+08:00 || echo '# trust: not 0'
retain-prune store log -q -s "$t/seed.prune" --now 2026-07-02T09:00:00+08:00 "$t/young" >/dev/null
for a in 3 7; do
	retain-prune hold -s "$t/seed.prune" --now 2026-07-02T09:00:00+08:00 $hand --case $a \
	    --account a0000000$a >/dev/null || echo '# hold: not 0'
done
cp -a "$t/seed.prune" "$t/seed.hold"
cp -a "$t/seed.prune" "$t/seed.release"
grep -h -e '"a00000003"' -e '"a00000007"' "$t/old" "$t/old.content" | sort >"$t/held"

# act NAME=VALUE...: the verb at hand.
act() {
	case $verb in
	store) feed "$t/in" 3 2>/dev/null | env "$@" "$BIN/retain-prune" store log -q --source new -s "$s" --now $NOW ;;
	prune) env "$@" "$BIN/retain-prune" prune -s "$s" --now $NOW ;;
	hold) env "$@" "$BIN/retain-prune" hold -s "$s" --now $NOW $hand --case 9 --account a00000005 ;;
	release) env "$@" "$BIN/retain-prune" release -s "$s" --now $NOW $hand --case 3 ;;
	esac
}

reseed() {
	chmod -R u+rwx "$s" 2>/dev/null
	rm -rf "$s"
	cp -a "$t/seed.$verb" "$s"
}

# The lines in all segments, each that stands twice twice.  texts '*.new': also in those that
# get their name with the next run.
texts() {
	find "$s/segments" \( -name '*.zst' -o -name "${1:-*.zst}" \) -exec cat {} + 2>/dev/null |
	    zstd -dcq 2>/dev/null | LC_ALL=C sort
}

# What there is: lines, what the store says of segments and holds, without numbers that hang on
# how many runs it took.
dump() {
	texts
	retain-prune -s "$s" --now $NOW --all 2>&1 | jq -cR 'fromjson? // . |
	    if type == "object" then del(.journal, .hold, .sha256) else . end' |
	    sed 's/\("segment":"[^"]*\)-[0-9]*"/\1"/' | sort -u
}

# lines FILE: its whole lines; one that was cut was not acknowledged.
lines() {
	case $(tail -c 1 "$1" | od -An -c | tr -d ' ') in ''|'\n') cat "$1" ;; *) sed '$d' "$1" ;; esac
}

# sound WHERE: what was acknowledged in $t/out is there, what is held and young too; the next
# run leads to the end of an undisturbed one.
sound() {
	texts '*.new' >"$t/texts"
	lines "$t/out" | LC_ALL=C sort >"$t/acked"
	case $verb in
	store) LC_ALL=C comm -23 "$t/acked" "$t/texts" ;;
	hold) ! [ -s "$t/acked" ] || retain-prune -s "$s" --now $NOW | grep -q '"case":"9"' || echo 'the hold' ;;
	release) ! [ -s "$t/acked" ] || ! retain-prune -s "$s" --now $NOW | grep -q '"case":"3"' || echo 'the release' ;;
	esac >"$t/lost"
	[ $verb = store ] || LC_ALL=C sort "$t/held" "$t/young" | LC_ALL=C comm -23 - "$t/texts" >>"$t/lost"
	[ ! -s "$t/lost" ] || { echo "# $1: lost: $(wc -l <"$t/lost"): $(head -1 "$t/lost" | cut -c 1-200)"; return 1; }
	beian-store check -q -s "$s" >"$t/check" 2>&1 || { echo "# $1: check: $(head -1 "$t/check")"; return 1; }
	act >"$t/again" 2>"$t/again.err"
	status=$?
	[ $status = "$usual" ] || [ $verb:$status = release:0 ] || { echo "# $1: again: status $status: $(head -1 "$t/again.err")"; return 1; }
	dump >"$t/dumped"
	cmp -s "$t/dumped" "$t/$verb.dump" || {
		echo "# $1: not what an undisturbed run leaves"
		diff "$t/$verb.dump" "$t/dumped" | cut -c 1-300 | head -4 | sed 's/^/#   /'
		return 1
	}
	agree "$1"
}

# mend: what a run removes that others still read goes with the next one.
mend() {
	retain-prune store log -s "$s" --now $NOW </dev/null || echo "# a run without lines: $?"
}

# agree WHERE: catalogue and files, files and what stands beside them.
agree() {
	retain-prune verify -s "$s" --now $NOW >"$t/verified" 2>&1 || {
		echo "# $1: verify: $(grep -m 1 code "$t/verified" | cut -c 1-300)"
		return 1
	}
	find "$s/segments" ! -name '*.jsonl.zst' ! -name '*.jsonl.zst.sha256' ! -name .lock -type f >"$t/bad"
	find "$s/segments" -name '*.zst' -execdir sh -c 'sha256sum -c --quiet "$1.sha256"' sh {} \; \
	    >>"$t/bad" 2>&1
	[ ! -s "$t/bad" ] || { echo "# $1: $(head -1 "$t/bad")"; return 1; }
}

for verb in store prune hold release; do
	reseed
	act >"$t/out" 2>"$t/err"
	usual=$?
	ok "$verb: an undisturbed run" [ $usual -le 1 ]
	cp "$t/out" "$t/$verb.out"
	# A second hold of one case is one more hold: a run given again leaves what two runs do.
	dump >"$t/$verb.dump"
	case $verb in
	store)
		LC_ALL=C sort "$t/in" >"$t/want"
		texts >"$t/texts"
		same 'store: the lines are those that came' "$t/texts" "$t/want"
		cmp -s "$t/out" "$t/in"
		is 'store: and they went out as they came' $? 0 ;;
	prune)
		LC_ALL=C sort "$t/held" "$t/young" >"$t/want"
		texts >"$t/texts"
		same 'prune: what is held and what is young is left' "$t/texts" "$t/want" ;;
	release)
		usual=$(act >/dev/null 2>&1; echo $?)	# nothing is left to be released
		dump >"$t/$verb.dump" ;;
	esac
	: >"$t/out"
	ok "$verb: the same again, and the files are as the store says" sound again

	# ---- X1, X4, X5: killed or failing at an operation

	if ! sanitized; then
		reseed
		: >"$t/count"
		rm -rf "$t/parts"
		first=$(act "LD_PRELOAD=$IOFAIL" "IOCOUNT=$t/count" >/dev/null 2>&1; echo $?)
		ops=$(tr -d ' ' <"$t/count")
		bad=0
		for n in $(some "$J1" "$ops"); do
			reseed
			{ act "LD_PRELOAD=$IOFAIL" IOF="$n" IOKILL=9 >"$t/out"; } 2>/dev/null
			sound "kill at $n" || bad=$((bad + 1))
		done
		is "X1: $verb: killed at any of $ops operations" "$bad" 0
		bad=0
		for form in IOERR=28 IOERR=5 IOERR=122 IOSHORT=1; do
			for n in $(some "$J4" "$ops"); do
				if [ $((n % 2)) = 0 ]; then more=IOONCE=1; else more=ALWAYS=1; fi
				reseed
				act "LD_PRELOAD=$IOFAIL" "$form" "$more" IOF="$n" >"$t/out" 2>"$t/err"
				status=$?
				case $status in
				"$first") ;;
				1) ;;	# a file that gets its name later; -q says nothing of it
				3) [ -s "$t/err" ] || grep -q code "$t/out" ||
				    { echo "# $form $n: no message"; bad=$((bad + 1)); } ;;
				*) echo "# $form $n: status $status"; bad=$((bad + 1)) ;;
				esac
				sound "$form $more IOF=$n" || bad=$((bad + 1))
			done
		done
		is "X4: $verb: any operation fails" "$bad" 0
		: >"$t/count"
		reseed
		act "LD_PRELOAD=$BIN/tests/oom.so" "COUNT=$t/count" >/dev/null 2>&1
		allocations=$(tr -d ' ' <"$t/count")
		j5=$J5
		[ "$j5" != 0 ] || j5=200
		bad=0
		for n in $(some "$j5" "$allocations"); do
			if [ $((n % 2)) = 0 ]; then once=ONCE=1; else once=ALWAYS=1; fi
			reseed
			{ act "LD_PRELOAD=$BIN/tests/oom.so" "$once" FAILAT="$n" >"$t/out"; } 2>/dev/null
			status=$?
			case $status in	# as in crash.t: libjq aborts, OpenSSL offers nothing
			0|1|3|134|139) ;;
			2) [ ! -s "$t/out" ] || bad=$((bad + 1)) ;;
			*) echo "# $once FAILAT=$n: status $status"; bad=$((bad + 1)) ;;
			esac
			sound "$once FAILAT=$n" || bad=$((bad + 1))
		done
		is "X5: $verb: any of $allocations allocations fails" "$bad" 0
	else
		skip "X1, X4, X5: $verb" 'no preload with sanitizers'
	fi

	# ---- X2: killed at any moment; X10: closed ends

	bad=0
	for n in $(seq "$J2"); do
		reseed
		rand 60
		ms=$rand
		timeout -s KILL "$(printf '0.%03d' $((ms + 1)))" "$BIN/retain-prune" -V >/dev/null
		(
			# shellcheck disable=SC2030  # for the subshell
			BIN=$t/bin
			mkdir -p "$BIN"
			printf '#!/bin/sh\nexec timeout -s KILL 0.%03d %s "$@"\n' $((ms + 1)) \
			    "$(command -v retain-prune)" >"$BIN/retain-prune"
			chmod +x "$BIN/retain-prune"
			act A=B >"$t/out"
		) 2>/dev/null
		sound "kill after $ms ms" || bad=$((bad + 1))
	done
	is "X2: $verb: killed at any moment" "$bad" 0
	bad=0
	for fds in '1>&-' '2>&-' '1>&- 2>&-'; do
		reseed
		: >"$t/out"
		eval "act A=B $fds" >"$t/out" 2>"$t/err"
		status=$?
		case $fds in
		*'1>&-'*) [ $status = 3 ] ;;
		*) [ $status -le 1 ] && cmp -s "$t/out" "$t/$verb.out" ;;
		esac || { bad=$((bad + 1)); echo "# $fds: status $status"; }
		sound "$fds" || bad=$((bad + 1))
	done
	is "X10: $verb: closed descriptors" "$bad" 0
	reseed
	act A=B >/dev/full 2>"$t/err"
	is "X4: $verb: a full standard output: status 3" $? 3
	: >"$t/out"
	ok "X4: $verb: and again" sound full

	# ---- X13: the same in any locale, zone and umask

	bad=0 k=0
	for lang in LC_ALL=C LC_ALL=C.UTF-8 LANG=zh_CN.GB18030; do
		for tz in UTC Asia/Shanghai America/New_York ''; do
			for mask in 000 022 077; do
				k=$((k + 1))	# 5 is prime to 36: all differ in all three
				[ "$J13" = 0 ] || [ $((k * 5 % 36)) -lt "$J13" ] || continue
				reseed
				(umask $mask; act -i PATH="$PATH" BEIAN_SHARE="$BEIAN_SHARE" \
				    ${ASAN_OPTIONS:+ASAN_OPTIONS="$ASAN_OPTIONS"} $lang ${tz:+TZ=$tz} \
				    >"$t/out" 2>/dev/null)
				[ -z "$(find "$s" -perm /077)" ] && cmp -s "$t/out" "$t/$verb.out" &&
				    sound "$lang $tz $mask" || { bad=$((bad + 1)); echo "# $lang $tz $mask"; }
			done
		done
	done
	is "X13: $verb: the same in any locale, zone and umask" "$bad" 0
done

# ---- X8: eight at once

verb=store
bad=0
for n in $(seq "$J8"); do
	reseed
	rm -f "$t"/eighth.*
	split -n r/8 "$t/in" "$t/eighth."
	for f in "$t"/eighth.*; do
		retain-prune store log -q -s "$s" --now $NOW --source "${f##*.}" "$f" >"$f.out" 2>"$f.err" &
	done
	wait
	mend
	texts >"$t/texts"
	LC_ALL=C sort "$t/in" | cmp -s - "$t/texts" || { bad=$((bad + 1)); echo "# $(wc -l <"$t/texts") lines"; cat "$t"/eighth.*.err | head -3 | sed 's/^/# /'; }
	agree 'eight at once' || bad=$((bad + 1))
	reseed
	for i in 1 2 3 4 5 6 7 8; do
		retain-prune store log -q -s "$s" --now $NOW "$t/in" >"$t/out.$i" 2>"$t/err.$i" &
	done
	wait
	mend
	texts >"$t/texts"
	for i in 1 2 3 4 5 6 7 8; do cat "$t/in"; done | LC_ALL=C sort | cmp -s - "$t/texts" ||
	    { bad=$((bad + 1)); echo "# $(wc -l <"$t/texts") lines of eight times"; }
	agree 'eight times the same' || bad=$((bad + 1))
done
is 'X8: eight at once: every line of each' "$bad" 0
# With one source: each line once, by whomever; who comes too late says so.
reseed
for i in 1 2 3 4 5 6 7 8; do
	{ retain-prune store log -q -s "$s" --now $NOW --source one "$t/in" >"$t/out.$i" 2>"$t/err.$i"
	  echo $? >"$t/status.$i"; } &
done
wait
retain-prune store log -q -s "$s" --now $NOW --source one "$t/in" >"$t/out.9" 2>"$t/err.9"
is 'X8: eight at once from one source: status 0 or 3' "$(cat "$t"/status.[1-8] | grep -cvx '[03]')" 0
texts >"$t/texts"
LC_ALL=C sort "$t/in" >"$t/want"
same 'X8: and each line is kept once' "$t/texts" "$t/want"
ok 'X8: and all agrees' agree 'one source'
verb=prune
bad=0
for n in $(seq "$J8"); do
	reseed
	for i in 1 2 3 4 5 6 7 8; do
		case $i in
		[1-4]) act A=B >"$t/out.$i" 2>"$t/err.$i" & ;;
		5|6) retain-prune store log -q -s "$s" --now $NOW --source new$i "$t/in" >"$t/out.$i" 2>"$t/err.$i" & ;;
		7) retain-prune fetch -s "$s" --now $NOW --case 3 --account a00000003 >"$t/out.$i" 2>"$t/err.$i" & ;;
		8) retain-prune verify -s "$s" --now $NOW >"$t/out.$i" 2>"$t/err.$i" & ;;
		esac
	done
	wait
	mend
	LC_ALL=C sort "$t/held" "$t/young" "$t/in" "$t/in" >"$t/want"
	texts | cmp -s - "$t/want" || { bad=$((bad + 1)); echo '# other lines'; texts | diff "$t/want" - | head -3 | cut -c 1-200 | sed 's/^/# /'; }
	jq -r 'select(.code == null and .state == "pruned") | .segment' "$t"/out.[1-4] | sort | uniq -d >"$t/twice"
	[ ! -s "$t/twice" ] || { bad=$((bad + 1)); echo "# pruned twice: $(head -1 "$t/twice")"; }
	grep -q '"verdict":"reject"' "$t/out.8" && { bad=$((bad + 1)); grep -m 1 reject "$t/out.8" | cut -c 1-200 | sed 's/^/# verify: /'; }
	grep -c '"a00000003"' "$t/out.7" >"$t/n"
	agree 'prune and others at once' || bad=$((bad + 1))
done
is 'X8: prune four times, store, fetch and verify at once' "$bad" 0

# ---- X17: a reader that goes away

verb=store
"$logs" -n 20000 -d 4 -f 2026-07-16 -a 20 >"$t/much"
bad=0
for n in $J17; do
	for pipe in default ignored; do
		reseed
		(
			[ $pipe = default ] || trap '' PIPE
			{ retain-prune store log -q -s "$s" --now $NOW --source m "$t/much" 2>/dev/null
			  echo $? >"$t/status"; } | head -n "$n" >"$t/out"
		)
		case $(cat "$t/status") in
		141|3) ;;
		*) bad=$((bad + 1)); echo "# head -n $n, $pipe: status $(cat "$t/status")" ;;
		esac
		retain-prune store log -q -s "$s" --now $NOW --source m "$t/much" >"$t/again" 2>&1
		LC_ALL=C sort "$t/much" >"$t/want"
		texts | cmp -s - "$t/want" || { bad=$((bad + 1)); echo "# head -n $n, $pipe: $(texts | wc -l) lines"; }
		agree "head -n $n" || bad=$((bad + 1))
	done
done
is 'X17: a reader that goes away: every line once' "$bad" 0

# ---- a full disk in the middle

if [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
	cat >"$t/small.sh" <<'END'
	mount -t tmpfs -o size="$1" none "$2" || exit 9
	cp -a "$3" "$2/store"
	retain-prune store log -q -s "$2/store" --source m --now "$4" <"$5" >"$6.out" 2>"$6.err"
	echo $? >"$6.status"
	cp -a "$2/store" "$6.store"
END
	bad=0 full=0
	mkdir -p "$t/mount"
	for size in 300k 600k 1m 2m 64m; do
		rm -rf "$t"/small.[!s]* "$t/small.store"
		unshare -m sh "$t/small.sh" "$size" "$t/mount" "$t/seed.store" $NOW "$t/much" "$t/small" \
		    2>"$t/small.log" || { cat "$t/small.log" >&2; continue; }
		case $(cat "$t/small.status") in
		0) ;;
		3) full=$((full + 1))
		   grep -qi 'full\|no space' "$t/small.err" ||
			{ echo "# $size: $(head -1 "$t/small.err")"; bad=$((bad + 1)); } ;;
		*) bad=$((bad + 1)); echo "# $size: status $(cat "$t/small.status")" ;;
		esac
		rm -rf "$s"
		cp -a "$t/small.store" "$s"
		texts >"$t/texts"
		lines "$t/small.out" | LC_ALL=C sort | LC_ALL=C comm -23 - "$t/texts" >"$t/lost"
		[ ! -s "$t/lost" ] || { bad=$((bad + 1)); echo "# $size: $(wc -l <"$t/lost") lost"; }
		retain-prune store log -q -s "$s" --now $NOW --source m "$t/much" >"$t/again" 2>&1
		texts | cmp -s - "$t/want" || { bad=$((bad + 1)); echo "# $size: then $(texts | wc -l) lines"; }
		agree "$size" || bad=$((bad + 1))
	done
	is 'X4: a full disk loses nothing that was acknowledged' "$bad" 0
	ok 'X4: the disk was full' [ "$full" -gt 0 ]
	# A disk that is full to the last block: what may go goes, which makes room.
	cat >"$t/fill.sh" <<'END'
	mount -t tmpfs -o size="$1" none "$2" || exit 9
	cp -a "$3" "$2/store"
	retain-prune store log -q -s "$2/store" --now "$4" </dev/null >"$5.out" 2>"$5.err"
	cat /dev/zero >"$2/fill" 2>/dev/null
	for try in 1 2; do
		retain-prune prune -s "$2/store" --now "$4" >>"$5.out" 2>>"$5.err"
		echo $? >>"$5.status"
	done
	cp -a "$2/store" "$5.store"
END
	verb=prune bad=0
	for size in 800k 801k 2m 8m; do
		rm -rf "$t"/small.[!s]* "$t/small.status" "$t/small.store"
		unshare -m sh "$t/fill.sh" "$size" "$t/mount" "$t/seed.prune" $NOW "$t/small" 2>"$t/small.log" ||
		    { cat "$t/small.log" >&2; continue; }
		[ "$(tail -n 1 "$t/small.status")" = 0 ] || { bad=$((bad + 1)); echo "# $size: status $(cat "$t/small.status")"; head -2 "$t/small.err" | sed 's/^/# /'; }
		rm -rf "$s"
		cp -a "$t/small.store" "$s"
		: >"$t/out"
		dump >"$t/dumped"
		cmp -s "$t/dumped" "$t/prune.dump" || { bad=$((bad + 1)); echo "# $size: not what an undisturbed run leaves"; }
		agree "$size" || bad=$((bad + 1))
	done
	is 'prune: on a disk that is full to the last block what may go goes' "$bad" 0
else
	skip 'X4: a full disk loses nothing that was acknowledged' 'needs root and mount namespaces'
	skip 'prune: on a disk that is full to the last block' 'needs root and mount namespaces'
fi

# ---- X14: no number of a person comes out or is kept; X19: no store

reseed
id=110101199003071233 mobile=13800138000
printf '{"account":"z1","time":"2026-07-19","id_number":"%s","mobile":"%s"}\n' $id $mobile >"$t/secret"
printf '{"account":"z2","t\\u0069me":"2026-07-19","\\u0069d_number":"%s","m\\u006fbile":"%s"}\n' $id $mobile >>"$t/secret"
printf '群ID,时间,证件号码,手机号码\nz3,2026-07-19,%s,%s\n' $id $mobile >"$t/secret.csv"
{
	retain-prune store log -s "$s" --now $NOW "$t/secret"
	retain-prune store network-log -s "$s" --now $NOW "$t/secret.csv"
	retain-prune fetch -s "$s" --now $NOW --case 1 --account z1 --account z2 --group z3
	retain-prune --all -s "$s" --now $NOW
	retain-prune gaps -s "$s" --now $NOW
} >"$t/all" 2>&1
ok 'X14: the lines were taken, and come out again' [ "$(grep -c '"z[1-3]"' "$t/all")" -ge 6 ]
is 'X14: no number of a person stands in what comes out' "$(grep -c -e $id -e $mobile "$t/all")" 0
texts >"$t/texts"
is 'X14: nor in a segment' "$(grep -c '"z[1-3]"' "$t/texts") $(grep -c -e $id -e $mobile "$t/texts")" '3 0'
is 'X14: nor in the store' "$(grep -c -a -e $id -e $mobile "$s/data.mdb")" 0
for verb in '' 'store log' prune "hold $hand --case 1 --account a" "release $hand --case 1" gaps verify \
    'fetch --case 1 --account a'; do
	retain-prune $verb -s "$t/nowhere" --now $NOW </dev/null >"$t/out" 2>"$t/err"
	is "X19: retain-prune $verb: no store: status 2" "$? $(wc -c <"$t/out")" '2 0'
done
finish
