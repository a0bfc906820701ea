#!/bin/sh
# Nothing acknowledged is lost, whatever happens: PROMISES S1 to S4 for `acct-verify register`.
# A sample; tests/torture.sh sets the counts below to all.  SEED=N repeats a run.
. tests/lib.sh
. tests/fault.sh
echo "# SEED=$SEED"

X1=${X1:-10}		# kill points (0: every one)
X2=${X2:-10}		# kills at random moments
X4=${X4:-2}		# failing operations of each of the eight forms (0: every one)
X5=${X5:-10}		# failing allocations (0: about 400 of each form)
X7=${X7:-20}		# pipelines of one line
X8=${X8:-2}		# rounds of eight at once
X17=${X17:-3}		# rounds of closed readers

in=$TMPDIR/in
s=$TMPDIR/store
accounts 120 "$in"
undisturbed "$in"
is 'an undisturbed run answers every record' "$(names "$TMPDIR/clean.out" | wc -l)" 120
is 'and keeps every account' "$(wc -l <"$TMPDIR/clean.kept")" 120
is 'an acknowledged record is told from a lost one' "$(
	echo '{"account":"never-seen"}' >"$TMPDIR/out"
	whole "$TMPDIR/clean.store" "$TMPDIR/out" control)" '# control: 1 acknowledged and lost'

# ---- X1: killed at an operation

if sanitized; then
	skip 'X1: killed at any operation, nothing acknowledged is lost' 'no preload with sanitizers'
	skip 'X4: any operation fails, nothing acknowledged is lost' 'no preload with sanitizers'
	skip 'X5: any allocation fails, nothing acknowledged is lost' 'no preload with sanitizers'
else
	fresh "$s"
	: >"$TMPDIR/count"
	feed "$in" 6 | LD_PRELOAD=$IOFAIL IOCOUNT=$TMPDIR/count register "$s" >/dev/null
	ops=$(tr -d ' ' <"$TMPDIR/count")
	ok "operations to fail: $ops" [ "${ops:-0}" -gt 10 ]
	bad=0 died=0
	for n in $(some "$X1" "$ops"); do
		fresh "$s"
		{ feed "$in" 6 | LD_PRELOAD=$IOFAIL IOF=$n IOKILL=9 register "$s" >"$TMPDIR/out"
		} 2>"$TMPDIR/err" || died=$((died + 1))
		whole "$s" "$TMPDIR/out" "kill at $n" && again "$s" "$in" "kill at $n" || bad=$((bad + 1))
	done
	is 'X1: killed at any operation, nothing acknowledged is lost' "$bad" 0
	ok 'X1: the kills killed' [ "$died" -gt 0 ]
fi

# ---- X2: killed at any moment

bad=0
for n in $(seq "$X2"); do
	fresh "$s"
	rand 200
	ms=$rand
	feed "$in" 12 | { register "$s" >"$TMPDIR/out" 2>/dev/null & pid=$!
		sleep "$(printf '0.%03d' "$ms")"
		kill -9 $pid 2>/dev/null
		wait $pid 2>/dev/null; } 2>/dev/null
	whole "$s" "$TMPDIR/out" "kill after $ms ms" && again "$s" "$in" "kill after $ms ms" ||
	    bad=$((bad + 1))
done
is 'X2: killed at any moment, nothing acknowledged is lost' "$bad" 0

# ---- X4: an operation fails

if ! sanitized; then
	bad=0 failed=0
	for form in IOERR=28 IOERR=5 IOERR=122 IOSHORT=1; do
		for more in IOONCE=1 ALWAYS=1; do
			for n in $(some "$X4" "$ops"); do
				fresh "$s"
				where="$form $more IOF=$n"
				feed "$in" 6 2>/dev/null | env "LD_PRELOAD=$IOFAIL" "$form" "$more" IOF="$n" \
				    "$BIN/acct-verify" register -q -s "$s" --now "$NOW" \
				    >"$TMPDIR/out" 2>"$TMPDIR/err"
				status=$?
				case $status in
				0) ;;
				3) failed=$((failed + 1))
				   grep -q . "$TMPDIR/err" || { echo "# $where: no message"; bad=$((bad + 1)); } ;;
				*) echo "# $where: status $status: $(head -1 "$TMPDIR/err")"
				   bad=$((bad + 1)) ;;
				esac
				whole "$s" "$TMPDIR/out" "$where" && again "$s" "$in" "$where" ||
				    bad=$((bad + 1))
			done
		done
	done
	is 'X4: any operation fails, nothing acknowledged is lost' "$bad" 0
	ok 'X4: the failures were met' [ "$failed" -gt 0 ]
fi

fresh "$s"
register "$s" <"$in" >/dev/full 2>"$TMPDIR/err"
is 'X4: standard output is full: status 3' $? 3
ok 'X4: and the message says so' grep -q 'standard output: No space left' "$TMPDIR/err"
: >"$TMPDIR/acked"
ok 'X4: run again, every answer comes' again "$s" "$in" /dev/full
fresh "$s"
register "$s" <"$in" 2>/dev/full >"$TMPDIR/out"
is 'X4: standard error is full: not a failure' $? 0

if [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
	cat >"$TMPDIR/small.sh" <<'END'
	mount -t tmpfs -o size="$1" none "$2" || exit 9
	cp -a "$3" "$2/store"
	acct-verify register -q -s "$2/store" --now "$4" <"$5" >"$6.out" 2>"$6.err"
	echo $? >"$6.status"
	cp -a "$2/store" "$6.store"
END
	bad=0 full=0
	mkdir -p "$TMPDIR/mount"
	accounts 3000 "$TMPDIR/much"
	for size in 200k 400k 1m 3m 64m; do
		rm -rf "$TMPDIR"/small.[!s]* "$TMPDIR/small.store"
		unshare -m sh "$TMPDIR/small.sh" "$size" "$TMPDIR/mount" "$TMPDIR/empty.store" \
		    "$NOW" "$TMPDIR/much" "$TMPDIR/small" 2>"$TMPDIR/small.log" || {
			cat "$TMPDIR/small.log" >&2
			continue
		}
		case $(cat "$TMPDIR/small.status") in
		0) ;;
		3) full=$((full + 1))
		   grep -qi 'full\|no space' "$TMPDIR/small.err" ||
			{ echo "# $size: $(head -1 "$TMPDIR/small.err")"; bad=$((bad + 1)); } ;;
		*) bad=$((bad + 1)); echo "# $size: status $(cat "$TMPDIR/small.status")" ;;
		esac
		whole "$TMPDIR/small.store" "$TMPDIR/small.out" "tmpfs of $size" || bad=$((bad + 1))
	done
	is 'X4: a full disk loses nothing that was acknowledged' "$bad" 0
	ok 'X4: the disk was full' [ "$full" -gt 0 ]
else
	skip 'X4: a full disk loses nothing that was acknowledged' 'needs root and mount namespaces'
fi

# ---- X5: an allocation fails

# ours ONCE N: did it crash in a file of ours?  (Without gdb it is not known.)
ours() {
	command -v gdb >/dev/null || return 1
	gdb -q -batch -ex 'set startup-with-shell off' \
	    -ex "set environment LD_PRELOAD $BIN/tests/oom.so" -ex "set environment FAILAT $2" \
	    -ex "set environment ${1%=*} 1" \
	    -ex "run register -q -s $s --now $NOW $in" -ex 'bt 1' "$BIN/acct-verify" 2>/dev/null |
	    grep -qE '^#0 .* at (lib|cmd)/'
}

if ! sanitized; then
	fresh "$s"
	: >"$TMPDIR/count"
	LD_PRELOAD=$BIN/tests/oom.so COUNT=$TMPDIR/count register "$s" <"$in" >/dev/null
	allocations=$(tr -d ' ' <"$TMPDIR/count")
	x5=$X5
	[ "$x5" != 0 ] || x5=$((allocations < 400 ? allocations : 400))
	bad=0
	for once in ONCE=1 ALWAYS=1; do
		for n in $(some "$x5" "$allocations"); do
			fresh "$s"
			where="$once FAILAT=$n"
			{ env "LD_PRELOAD=$BIN/tests/oom.so" "$once" FAILAT="$n" \
			    "$BIN/acct-verify" register -q -s "$s" --now "$NOW" \
			    <"$in" >"$TMPDIR/out"; } 2>"$TMPDIR/err"
			status=$?
			case $status in
			# 134: libjq aborts when it has no memory.  2: OpenSSL then offers no
			# algorithm, which is found out before anything is read.
			0|3|134) ;;
			2) [ ! -s "$TMPDIR/out" ] || bad=$((bad + 1)) ;;
			# 139: libjq or OpenSSL without memory; never a frame of our own.
			139) ! ours "$once" "$n" || { echo "# $where: our own crash"; bad=$((bad + 1)); } ;;
			*) echo "# $where: status $status: $(head -1 "$TMPDIR/err")"; bad=$((bad + 1)) ;;
			esac
			whole "$s" "$TMPDIR/out" "$where" && again "$s" "$in" "$where" ||
			    bad=$((bad + 1))
		done
	done
	is "X5: any of $allocations allocations fails, nothing acknowledged is lost" "$bad" 0
fi

# ---- X7: two writers in one pipeline on one store

bad=0
fresh "$s"
for n in $(seq "$X7"); do
	sed -n "$(((n - 1) % 120 + 1))p" "$in" | timeout 10 acct-verify register -q -s "$s" --now "$NOW" |
	    timeout 10 acct-verify register -q -s "$s" --now "$NOW" >"$TMPDIR/out" 2>"$TMPDIR/err" &&
	    [ "$(wc -l <"$TMPDIR/out")" = 1 ] || { bad=$((bad + 1)); echo "# line $n"; }
done
is 'X7: pipelines of one line end' "$bad" 0
is 'X7: and every account is there' "$(stored "$s" | wc -l)" "$((X7 < 120 ? X7 : 120))"
accounts 2000 "$TMPDIR/much"
for bytes in 65535 65536 65537 0; do
	fresh "$s"
	if [ "$bytes" = 0 ]; then cp "$TMPDIR/much" "$TMPDIR/some"; else
		# Whole lines, then one made longer by blanks so that it is so many bytes.
		head -c "$bytes" "$TMPDIR/much" | sed '$d' >"$TMPDIR/some"
		pad=$((bytes - $(wc -c <"$TMPDIR/some")))
		sed "1s/^{/{$(printf "%${pad}s" '')/" "$TMPDIR/some" >"$TMPDIR/padded"
		mv "$TMPDIR/padded" "$TMPDIR/some"
	fi
	want=$(wc -l <"$TMPDIR/some")
	timeout 60 acct-verify register -q -s "$s" --now "$NOW" <"$TMPDIR/some" |
	    timeout 60 acct-verify register -q -s "$s" --now "$NOW" >"$TMPDIR/out"
	is "X7: a pipeline of $(wc -c <"$TMPDIR/some") bytes: lines out, accounts kept" \
	    "$(wc -l <"$TMPDIR/out") $(stored "$s" | wc -l)" "$want $want"
done

# ---- X8: eight at once

split -n l/8 "$TMPDIR/much" "$TMPDIR/eighth."
bad=0
for n in $(seq "$X8"); do
	fresh "$s"
	rm -f "$TMPDIR/start"
	mkfifo "$TMPDIR/start"
	exec 9<>"$TMPDIR/start"
	for f in "$TMPDIR"/eighth.a?; do
		{ head -c 1 <&9 >/dev/null
		  timeout 100 acct-verify register -q -s "$s" --now "$NOW" <"$f" \
			>"$TMPDIR/out.${f##*.}" || echo "$f: $?" >>"$TMPDIR/bad"; } &
	done
	printf 12345678 >&9	# all go at once
	wait
	exec 9>&-
	cat "$TMPDIR"/out.a? >"$TMPDIR/out"
	[ ! -s "$TMPDIR/bad" ] && [ "$(wc -l <"$TMPDIR/out")" = 2000 ] &&
	    [ "$(stored "$s" | wc -l)" = 2000 ] && whole "$s" "$TMPDIR/out" 'eight at once' ||
	    { bad=$((bad + 1)); sed 's/^/# /' "$TMPDIR/bad" 2>/dev/null; }
done
is 'X8: eight at once from different files: right counts' "$bad" 0
for n in $(seq "$X8"); do
	fresh "$s"
	for f in 1 2 3 4; do
		timeout 100 acct-verify register -q -s "$s" --now "$NOW" <"$in" >"$TMPDIR/out.$f" &
	done
	wait
	for f in 1 2 3 4; do sort -u "$TMPDIR/out.$f" | cmp -s - "$TMPDIR/clean" ||
	    { bad=$((bad + 1)); echo "# writer $f of 4"; }; done
	stored "$s" | cmp -s - "$TMPDIR/clean.kept" || bad=$((bad + 1))
done
is 'X8: four at once with the same file: the same answers, counted once' "$bad" 0

# ---- X10: descriptors that are closed

bad=0
for fds in '0<&-' '1>&-' '2>&-' '0<&- 1>&-' '0<&- 2>&-' '1>&- 2>&-' '0<&- 1>&- 2>&-' ''; do
	fresh "$s"
	eval "acct-verify register -q -s '$s' --now $NOW '$in' $fds" >"$TMPDIR/out" 2>"$TMPDIR/err"
	status=$?
	case $fds in *'1>&-'*) want=3 ;; *) want=0 ;; esac
	[ $status = $want ] || { echo "# $fds: status $status"; bad=$((bad + 1)); }
	: >"$TMPDIR/none"
	whole "$s" "$TMPDIR/none" "closed: $fds" || bad=$((bad + 1))
done
is 'X10: closed descriptors never reach the store' "$bad" 0

# ---- X13: same bytes everywhere

bad=0
for lang in - C C.UTF-8; do
	for tz in - UTC Asia/Shanghai America/New_York; do
		for mask in 000 022 077; do
			fresh "$s"
			(
				umask $mask
				set -- env -u LC_ALL -u TZ
				[ $lang = - ] || set -- "$@" LC_ALL=$lang
				[ $tz = - ] || set -- "$@" TZ=$tz
				"$@" "$BIN/acct-verify" register -q -s "$s" --now "$NOW" <"$in" >"$TMPDIR/out"
			)
			cmp -s "$TMPDIR/out" "$TMPDIR/clean.out" ||
			    { echo "# $lang $tz $mask"; bad=$((bad + 1)); }
			[ -z "$(find "$s" -perm /077)" ] || { echo "# umask $mask: loose"; bad=$((bad + 1)); }
		done
	done
done
is 'X13: the same bytes in 36 environments, and nothing loose' "$bad" 0

# ---- X14: no number leaves

jq -r '.id_number, .mobile, .email, .operator_id_number | select(. != null and . != "")' "$in" |
    grep -E '^[1-9][0-9]{16}[0-9X]$|^1[0-9]{10}$|@' | sort -u >"$TMPDIR/secrets"
sed 's/^{/{"x":/' "$in" >"$TMPDIR/broken"	# and each line as one that is refused
fresh "$s"
register "$s" <"$in" >"$TMPDIR/out" 2>"$TMPDIR/err"
acct-verify register -s "$s" --now "$NOW" <"$TMPDIR/broken" >>"$TMPDIR/out" 2>>"$TMPDIR/err"
acct-verify --no-store -v --now "$NOW" --summary "$TMPDIR/summary" "$TMPDIR/broken" "$in" \
    >>"$TMPDIR/out" 2>>"$TMPDIR/err"
acct-verify list -s "$s" >>"$TMPDIR/out" 2>>"$TMPDIR/err"
acct-verify show -s "$s" "$(head -1 "$TMPDIR/clean.kept")" >>"$TMPDIR/out" 2>>"$TMPDIR/err"
ok 'X14: there is something to leak' [ "$(wc -l <"$TMPDIR/secrets")" -gt 100 ]
is 'X14: no number of a person on any channel or in the store' \
    "$(cat "$TMPDIR/out" "$TMPDIR/err" "$TMPDIR/summary" "$s"/* 2>/dev/null |
	grep -acFf "$TMPDIR/secrets")" 0

# ---- X17: the reader goes away

bad=0
for n in $(seq "$X17"); do
	for lines in 1 100 300; do
		for pipe in default ignored; do
			fresh "$s"
			(
				[ $pipe = default ] || trap '' PIPE
				{ register "$s" <"$TMPDIR/much" 2>/dev/null
				  echo $? >"$TMPDIR/status"; } | head -n $lines >"$TMPDIR/out"
			)
			# More is left than a pipe of 1 MiB takes, so it cannot have ended well.
			case $(cat "$TMPDIR/status") in
			141|3) ;;
			*) echo "# head -n $lines, $pipe: status $(cat "$TMPDIR/status")"; bad=$((bad + 1)) ;;
			esac
			whole "$s" "$TMPDIR/out" "head -n $lines" || bad=$((bad + 1))
		done
	done
done
is 'X17: a reader that goes away ends the program, and nothing is lost' "$bad" 0
finish
