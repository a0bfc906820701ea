#!/bin/sh
# Golden cases: tests/golden/PROGRAM/NAME.sh is run in an empty directory with nothing in its
# environment but a PATH with the programs first; NAME.out, NAME.err and NAME.status beside it
# are what it prints and its exit status, whole.  An absent .err is empty, an absent .status 0.
# golden.t --update writes them anew.  WRAP goes before each program (valgrind).
. tests/lib.sh

bins=$BIN
if [ -n "${WRAP-}" ]; then	# programs of the same names that wrap the real ones
	bins=$TMPDIR/wrap
	mkdir "$bins"
	for p in "$BIN"/*; do
		if [ -f "$p" ] && [ -x "$p" ]; then
			printf '#!/bin/sh\nexec %s %s "$@"\n' "$WRAP" "$p" >"$bins/${p##*/}"
			chmod +x "$bins/${p##*/}"
		fi
	done
fi

for sh in tests/golden/*/*.sh; do
	[ -f "$sh" ] || continue
	name=${sh%.sh}
	case=${name#tests/golden/}
	dir=$TMPDIR/case
	mkdir "$dir" "$dir/tmp" "$dir/cwd"
	(
		cd "$dir/cwd" || exit 1
		env -i LC_ALL=C PATH="$bins:/usr/bin:/bin" TMPDIR="$dir/tmp" \
		    BEIAN_SHARE="$BEIAN_SHARE" ${ASAN_OPTIONS:+ASAN_OPTIONS="$ASAN_OPTIONS"} \
		    EXAMPLES="$TOP/share/examples" CASES="$TOP/${sh%/*}" \
		    sh "$TOP/$sh" >"$dir/out" 2>"$dir/err" </dev/null
		echo $? >"$dir/status"
	)
	# The digest of the policy changes with every word of it.
	for f in out err; do
		sed -E 's/policy [0-9a-f]{16}\.\.\./policy <policy>.../g
			s/"policy":"[0-9a-f]{64}"/"policy":"<policy>"/g' "$dir/$f" >"$dir/masked" &&
		    mv "$dir/masked" "$dir/$f"
	done
	if [ "${1-}" = --update ]; then
		cp "$dir/out" "$name.out"
		if [ -s "$dir/err" ]; then cp "$dir/err" "$name.err"; else rm -f "$name.err"; fi
		if [ "$(cat "$dir/status")" != 0 ]; then
			cp "$dir/status" "$name.status"
		else
			rm -f "$name.status"
		fi
		echo "$case"
	else
		: >"$dir/empty"
		echo 0 >"$dir/zero"
		err=$name.err status=$name.status
		[ -f "$err" ] || err=$dir/empty
		[ -f "$status" ] || status=$dir/zero
		if cmp -s "$dir/out" "$name.out" && cmp -s "$dir/err" "$err" &&
		    cmp -s "$dir/status" "$status"; then
			ok "$case" true
		else
			ok "$case" false
			{
				diff "$name.out" "$dir/out"
				diff "$err" "$dir/err"
				diff "$status" "$dir/status"
			} 2>&1 | head -40 | sed 's/^/# /'
		fi
	fi
	chmod -R u+rwx "$dir"
	rm -rf "$dir"
done
[ "${1-}" != --update ] || exit 0
[ "$n_test" -gt 0 ] || ok 'there are golden cases' false
finish
