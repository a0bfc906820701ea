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
exec 8>&1	# where TAP goes, also when a caller redirects
n_test=0
n_bad=0

tap_good() {
	n_test=$((n_test + 1))
	echo "ok $n_test - $1" >&8
}

tap_bad() {
	n_test=$((n_test + 1))
	n_bad=$((n_bad + 1))
	echo "not ok $n_test - $1" >&8
}

# ok TEXT COMMAND...: the command succeeds, or the test fails.  Its output goes to standard
# error, or where the caller redirects it.
ok() {
	text=$1
	shift
	if [ /proc/self/fd/1 -ef /proc/self/fd/8 ]; then "$@" >&2; else "$@"; fi
	# shellcheck disable=SC2181  # of either branch
	if [ $? = 0 ]; then
		tap_good "$text"
	else
		tap_bad "$text"
		[ "$1" = false ] || echo "# was: $*" >&8
	fi
}

# is TEXT GOT WANTED: compares strings whole.
is() {
	if [ "$2" = "$3" ]; then
		tap_good "$1"
	else
		tap_bad "$1"
		printf '%s\n' "$2" | sed 's/^/# got: /' >&8
		printf '%s\n' "$3" | sed 's/^/# wanted: /' >&8
	fi
}

# same TEXT FILE-GOT FILE-WANTED: compares files whole.
same() {
	if cmp -s "$2" "$3"; then
		tap_good "$1"
	else
		tap_bad "$1"
		diff "$3" "$2" | head -20 | sed 's/^/# /' >&8
	fi
}

# none TEXT FILE: the file is empty, or the test fails and shows it.
none() {
	if [ -s "$2" ]; then
		tap_bad "$1"
		head -20 "$2" | sed 's/^/# /' >&8
	else
		tap_good "$1"
	fi
}

skip() {
	tap_good "$1 # SKIP $2"
}

finish() {
	echo "1..$n_test" >&8
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
