# lib.sh: TAP for the tests in sh.  A test begins with `. tests/lib.sh` and ends with `finish`.
# tests/run gives: BIN (absolute), TOP, TMPDIR (empty, removed afterwards), BEIAN_SHARE.

# shellcheck shell=sh
TOP=${TOP:-$PWD}
BIN=${BIN:-.build}
case $BIN in /*) ;; *) BIN=$TOP/$BIN ;; esac
if [ -z "${TMPDIR_OWN-}" ]; then	# run by hand: a directory of our own
	TMPDIR=$(mktemp -d) || exit 1
	trap 'rm -rf "$TMPDIR"' EXIT
fi
BEIAN_SHARE=${BEIAN_SHARE:-$TOP/share}
LC_ALL=C
export TOP BIN TMPDIR BEIAN_SHARE LC_ALL
PATH=$BIN:$PATH
n_test=0
n_bad=0

# ok TEXT CONDITION...: CONDITION is a command; it is so, or the test fails.
ok() {
	text=$1
	shift
	n_test=$((n_test + 1))
	if "$@" >&2; then
		echo "ok $n_test - $text"
	else
		n_bad=$((n_bad + 1))
		echo "not ok $n_test - $text"
		[ "$1" = false ] || echo "# was: $*"
	fi
}

# is TEXT GOT WANTED: compares strings whole.
is() {
	n_test=$((n_test + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $n_test - $1"
	else
		n_bad=$((n_bad + 1))
		echo "not ok $n_test - $1"
		printf '%s\n' "$2" | sed 's/^/# got: /'
		printf '%s\n' "$3" | sed 's/^/# wanted: /'
	fi
}

# same TEXT FILE-GOT FILE-WANTED: compares files whole.
same() {
	n_test=$((n_test + 1))
	if cmp -s "$2" "$3"; then
		echo "ok $n_test - $1"
	else
		n_bad=$((n_bad + 1))
		echo "not ok $n_test - $1"
		diff "$3" "$2" | head -20 | sed 's/^/# /'
	fi
}

# none TEXT FILE: the file is empty, or the test fails and shows it.
none() {
	n_test=$((n_test + 1))
	if [ -s "$2" ]; then
		n_bad=$((n_bad + 1))
		echo "not ok $n_test - $1"
		head -20 "$2" | sed 's/^/# /'
	else
		echo "ok $n_test - $1"
	fi
}

skip() {
	n_test=$((n_test + 1))
	echo "ok $n_test - $1 # SKIP $2"
}

finish() {
	echo "1..$n_test"
	[ "$n_bad" = 0 ]
	exit
}

# sanitized: the build has a sanitizer in it (preloading and memory limits do not go with one).
sanitized() {
	grep -q fsanitize "$BIN/.flags"
}

# $WRAP (valgrind ...) goes before a program: run PROGRAM ARGUMENT...
run() {
	# shellcheck disable=SC2086  # words of a command
	${WRAP-} "$@"
}

# new_store DIR: an empty store.
new_store() {
	beian-store init -s "$1" >/dev/null || { echo "Bail out! beian-store init"; exit 1; }
}
