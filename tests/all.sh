#!/bin/sh
# all.sh: everything that can be checked at a desk.  Each part ends in `ok` or `FAILED` and the
# log of a failed one is shown; exit status 1 when one failed.
cd "$(dirname "$0")/.." || exit 2
log=$(mktemp -d) || exit 2
trap 'rm -rf "$log"' EXIT
trap 'exit 130' INT TERM
bad=0 jobs=$(nproc)

part() {
	name=$1
	shift
	printf '%s: ' "$name"
	if "$@" >"$log/out" 2>&1; then
		tail -n 1 "$log/out" | grep -q passed && printf '%s: ' "$(tail -n 1 "$log/out")"
		echo ok
	else
		echo FAILED
		tail -n 60 "$log/out"
		bad=1
	fi
}

have() {
	command -v "$1" >/dev/null || { echo "$2: skipped, no $1"; return 1; }
}

suite() {	# DIR VARIABLE=VALUE...
	d=$1
	shift
	make -s -j"$jobs" B="$d" "$@" tests && make -s B="$d" "$@" check
}

golden_valgrind() {
	make -s -j"$jobs" tests &&
	    WRAP='valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite' \
	    tests/run tests/golden.t
}

shells() {
	find tests .ci -type f \( -name '*.sh' -o -name '*.t' -o -name run \) ! -path '*/golden/*' \
	    ! -name lib.sh ! -name fault.sh -exec shellcheck -x -S warning {} +
}

# What `install` put there `uninstall` takes away, and both stay below DESTDIR.
install_uninstall() {
	d=$log/root
	make -s install DESTDIR="$d" PREFIX=/usr && find "$d" -type f | sort >"$log/files" &&
	    [ "$(wc -l <"$log/files")" -gt 20 ] &&
	    make -s uninstall DESTDIR="$d" PREFIX=/usr &&
	    { find "$d" ! -type d | sed 's/^/left: /'; } >"$log/left" &&
	    { [ ! -s "$log/left" ] || { cat "$log/left"; return 1; }; }
}

tree_clean() {
	git status --porcelain >"$log/status"
	cmp "$log/status.before" "$log/status"
}

git status --porcelain >"$log/status.before" 2>/dev/null
part 'gcc' suite .build/gcc CC=gcc CFLAGS='-O2 -g -Werror'
have clang clang && part 'clang' suite .build/clang CC=clang CFLAGS='-O2 -g -Werror'
part 'gcc -O3, unsigned char' suite .build/o3 CC=gcc CFLAGS='-O3 -funsigned-char'
part 'sanitizers, gcc' make -s -j"$jobs" check-san
have clang 'sanitizers, clang' && part 'sanitizers, clang' \
    make -s -j"$jobs" CC=clang SANDIR=.build/san-clang check-san
have valgrind valgrind && part 'valgrind on the golden cases' golden_valgrind
have shellcheck shellcheck && part shellcheck shells
part 'install and uninstall' install_uninstall
have git 'tree is clean' && part 'tree is clean' tree_clean
exit $bad
