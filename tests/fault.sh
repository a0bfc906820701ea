# fault.sh: what crash.t needs beside lib.sh (source it after).  A command under test reads
# records on standard input and has a store: here `acct-verify register`.

# shellcheck shell=sh disable=SC2034
IOFAIL=$BIN/tests/iofail.so
NOW=2026-11-24T09:00:00+08:00

# seed: reproducible "random" numbers.  SEED=N repeats a run.
SEED=${SEED:-$(od -An -N2 -tu2 /dev/urandom | tr -d ' ')}
rand() {	# rand BELOW: sets $rand
	SEED=$(((SEED * 1103515245 + 12345) % 2147483648))
	rand=$((SEED / 65536 % $1))
}

# some COUNT OF: COUNT numbers of 1 to OF (0: all).
some() {
	if [ "$1" = 0 ] || [ "$1" -ge "$2" ]; then seq "$2"; return; fi
	i=0
	while [ $i -lt "$1" ]; do
		rand $(($2 / $1 + 1))
		echo $((i * $2 / $1 + 1 + rand))
		i=$((i + 1))
	done | awk -v max="$2" '$1 <= max'
}

# accounts N OUT [SERIES]: N records, each right by the default policy, one account each.
accounts() {
	"$BIN/tests/gen" -f jsonl -e 0 -n "$1" -s "${3:-1}" >"$2" || { echo 'Bail out! gen'; exit 1; }
}

# register STORE <in >out
register() {
	acct-verify register -q -s "$1" --now "$NOW"
}

# names FILE: the accounts in records, sorted.
names() {
	sed -n 's/.*"account": *"\([^"]*\)".*/\1/p' "$1" | LC_ALL=C sort
}

# stored STORE: the accounts that it holds, sorted.
stored() {
	acct-verify list -q -s "$1" --now "$NOW" >"$TMPDIR/list" || return
	names "$TMPDIR/list"
}

# whole STORE OUT WHERE: every line of OUT was committed, and the store is sound.
whole() {
	stored "$1" >"$TMPDIR/kept" || { echo "# $3: list failed"; return 1; }
	# The last line may be cut where the process died: it was not acknowledged.
	if [ -s "$2" ] && [ -n "$(tail -c 1 "$2")" ]; then sed '$d' "$2"; else cat "$2"; fi >"$TMPDIR/acked"
	names "$TMPDIR/acked" >"$TMPDIR/said"
	LC_ALL=C comm -23 "$TMPDIR/said" "$TMPDIR/kept" >"$TMPDIR/lost"
	if [ -s "$TMPDIR/lost" ]; then
		echo "# $3: $(wc -l <"$TMPDIR/lost") acknowledged and lost"
		return 1
	fi
	beian-store check -q -s "$1" >"$TMPDIR/check" 2>&1 || {
		echo "# $3: beian-store check: $(head -1 "$TMPDIR/check")"
		return 1
	}
}

# undisturbed IN: the answers and the accounts of a run to which nothing happens.
undisturbed() {
	fresh "$TMPDIR/clean.store"
	register "$TMPDIR/clean.store" <"$1" >"$TMPDIR/clean.out" || echo '# undisturbed run: not 0'
	sort -u "$TMPDIR/clean.out" >"$TMPDIR/clean"
	stored "$TMPDIR/clean.store" >"$TMPDIR/clean.kept"
}

# fresh DIR: an empty store, a copy of one that was made once (nothing has it open).
fresh() {
	rm -rf "$1"
	[ -d "$TMPDIR/empty.store" ] || new_store "$TMPDIR/empty.store"
	cp -a "$TMPDIR/empty.store" "$1"
}

# feed IN PARTS: IN in so many pieces with a pause between, so that there are several batches.
feed() {
	lines=$((($(wc -l <"$1") + $2 - 1) / $2))
	mkdir -p "$TMPDIR/parts"
	[ -f "$TMPDIR/parts/aa" ] || split -l "$lines" "$1" "$TMPDIR/parts/"
	for part in "$TMPDIR"/parts/*; do
		cat "$part" 2>/dev/null || return
		sleep 0.01
	done
}

# again STORE IN WHERE (after whole): run it to the end.  With what came out before, every
# record's answer is that of an undisturbed run, and so is the store.
again() {
	register "$1" <"$2" >"$TMPDIR/again" 2>"$TMPDIR/again.err"
	status=$?
	if [ $status -gt 1 ]; then
		echo "# $3: again: status $status: $(head -1 "$TMPDIR/again.err")"
		return 1
	fi
	sort -u "$TMPDIR/acked" "$TMPDIR/again" >"$TMPDIR/both"
	cmp -s "$TMPDIR/both" "$TMPDIR/clean" || {
		echo "# $3: answers differ from an undisturbed run"
		diff "$TMPDIR/both" "$TMPDIR/clean" | cut -c 1-300 | head -4 | sed 's/^/#   /'
		return 1
	}
	stored "$1" >"$TMPDIR/kept" && cmp -s "$TMPDIR/kept" "$TMPDIR/clean.kept" || {
		echo "# $3: the store differs from an undisturbed run"
		return 1
	}
}
