#!/bin/sh
# The stored corpus of every fuzz target, without a fuzzer.
. tests/lib.sh

for f in tests/fuzz/*.c; do
	t=$(basename "$f" .c)
	"$BIN/tests/replay-$t" tests/fuzz/corpus/"$t"/* >"$TMPDIR/out" 2>"$TMPDIR/err"
	status=$?
	is "fuzz corpus of $t ($(grep -c ^ok "$TMPDIR/out") files): $(head -1 "$TMPDIR/err")" $status 0
done
finish
