# groups.sh: the section of bench.sh about group-cap; alone: ONLY=groups tests/bench.sh BUILD.
# OPS: operations (N); groups are a tenth of them, users a fifth, seats at the beginning as many.
# BIG=1: the same with ten times the seats (always from 1,000,000 operations on).  A store in memory
# (MEMORY=1) leaves the disk out.  One transaction of the peers takes as many operations as one of
# group-cap.
# shellcheck shell=sh disable=SC2154,SC2034  # bench.sh sets bin, work, RUNS, NOW and has the functions

OPS=${OPS:-$N}
[ "$OPS" -lt 1000000 ] || BIG=${BIG:-1}
place=$work/groups
if [ -n "${MEMORY-}" ]; then
	place=$(mktemp -d /dev/shm/beian.XXXXXX) || exit 1
	trap 'rm -rf "$work" "$place"' EXIT
fi
mkdir -p "$place"
BEIAN_STORE=$place/store
export BEIAN_STORE
ops=$bin/tests/bench-ops
peer=$bin/tests/bench-sqlite_group
# group-cap with its store_get and so on led through tests/bench/wrap/trace.c.
make -s B="$bin" "$bin/tests/bench-trace" --eval='
$B/tests/bench-trace: tests/bench/wrap/trace.c $B/libbeian.a
	$(COMP) $(JOIN) -Wl,--wrap=store_get,--wrap=store_put,--wrap=store_del \
	    -Wl,--wrap=store_walk,--wrap=store_begin,--wrap=store_commit \
	    -o $@ $< $B/libbeian.a $(LIBS)'
transactions() { beian-store | sed 's/.*"transaction":\([0-9]*\).*/\1/'; }

# platform SEATS: a store with the platform as it begins, in $place/begin; its files in $place.
platform() {
	rm -rf "$BEIAN_STORE" "$place/begin"
	for kind in groups seats events measures listings; do
		"$ops" $kind $((OPS / 10)) $((OPS / 5)) "$1" >"$place/$kind" || return 1
	done
	"$ops" ops $((OPS / 10)) $((OPS / 5)) "$1" "$OPS" >"$place/ops"
	beian-store init >/dev/null &&
	    "$bin/tests/gen" -f users -e 0 -n $((OPS / 5)) |
	    acct-verify register -q --now "$NOW" >/dev/null &&
	    credit-score apply -q --now "$NOW" "$place/events" >/dev/null &&
	    enforce apply -q --now "$NOW" "$place/measures" >/dev/null &&
	    blacklist add -q --now "$NOW" "$place/listings" >/dev/null &&
	    group-cap import -q --now "$NOW" "$place/groups" >/dev/null || return 1
	time_of "import$1" group-cap import -q --now "$NOW" "$place/seats" || return 1
	mv "$BEIAN_STORE" "$place/begin"
}

again() {
	rm -rf "$BEIAN_STORE"
	cp -a "$place/begin" "$BEIAN_STORE"
	sync
}

# answers PROGRAM: id, verdict and codes of what it printed.
answers() {
	sed 's/.*"id":"\([^"]*\)".*"verdict":"\([a-z]*\)","findings":\(.*\)}$/\1 \2 \3/
	    s/{[^}]*"code":\("[a-z-]*"\)[^}]*}/\1/g' "$place/$1.out" >"$place/$1.answers"
}

platform "$OPS" || exit 1
if [ -x "$peer" ]; then
	acct-verify list -s "$place/begin" --users |
	    sed 's/.*"user":"\([^"]*\)".*"subject":"\([^"]*\)".*/\1 \2/' >"$place/persons"
	"$peer" build "$place/begin.db" "$place/persons" "$place/groups" "$place/seats" \
	    "$place/events" "$place/measures" "$place/listings" || exit 1
fi
for run in $(seq "$RUNS"); do
	again
	before=$(transactions)
	time_of groups group-cap apply -q --now "$NOW" "$place/ops" || bad=1
	in_one=$((OPS / ($(transactions) - before)))
	if [ "$run" = 1 ]; then
		again
		BENCH_TRACE=$place/trace "$bin/tests/bench-trace" apply -q --now "$NOW" \
		    "$place/ops" >"$place/ours.out"
	fi
	for how in '' sorted; do
		rm -rf "$place/loop"
		[ ! -s "$place/trace" ] || "$bin/tests/bench-group_loop" "$place/begin" \
		    "$place/trace" "$place/loop" $how | sed 's/$/ 0 0 0/' >>"$work/loop$how.times"
	done
	rm -rf "$place/loop"
	[ -x "$peer" ] || continue
	rm -f "$place"/db*
	cp "$place/begin.db" "$place/db"
	time_of sqlgroup "$peer" apply "$place/db" "$place/ops" "$in_one"
done
again
anon_of operated group-cap apply -q --now "$NOW" "$place/ops"

printf '\ngroup-cap apply: %s operations, %s in a transaction; %s groups, %s users, %s seats\n' \
    "$OPS" "$in_one" $((OPS / 10)) $((OPS / 5)) "$(wc -l <"$place/seats")"
if [ -x "$peer" ]; then
	"$peer" apply "$place/begin.db" "$place/ops" "$in_one" >"$place/theirs.out"
	answers ours
	answers theirs
	if [ -s "$place/ours.answers" ] && cmp -s "$place/ours.answers" "$place/theirs.answers"; then
		awk '{ n[$2]++ } END { printf "  sqlite3 and group-cap give each the same answer: " \
		    "%d pass, %d review, %d reject\n", n["pass"], n["review"], n["reject"] }' \
		    "$place/ours.answers"
	else
		echo '  sqlite3 and group-cap do not give the same answers'
		bad=1
	fi
	compare 'sqlite3 : group-cap apply' sqlgroup groups 5
else
	echo 'libsqlite3-dev is missing: make deps-bench'
	bad=1
fi
if [ -s "$place/trace" ]; then
	loop=loop
	[ "$(middle loop 1 | tr -d .)" -le "$(middle loopsorted 1 | tr -d .)" ] || loop=loopsorted
	compare 'bare LMDB loop : group-cap apply' $loop groups 0.3
	[ ! -x "$peer" ] || awk -v a="$(middle sqlgroup 1)" -v b="$(middle $loop 1)" 'BEGIN {
		printf "  sqlite3 takes %.2f times as long as the bare loop\n", a / b }'
else
	echo 'bare LMDB loop: bench-trace has noted nothing'
	bad=1
fi
at_most 'memory of group-cap apply beside the map' \
    "$(awk '{ print $1 / 1024 }' "$work/operated.anon")" 128 MiB

# What an operation costs with ten times the seats in as many groups.
if [ -n "${BIG-}" ]; then
	rm -f "$place"/*.out "$place"/*.answers "$place/trace" "$place"/*db*
	platform $((OPS * 10)) || exit 1
	for _ in $(seq "$RUNS"); do
		again
		time_of biggroups group-cap apply -q --now "$NOW" "$place/ops" || bad=1
	done
	printf '\nthe same with %s seats (imported in %s s)\n' "$(wc -l <"$place/seats")" \
	    "$(middle import$((OPS * 10)) 1)"
	at_most 'ten times the seats : as before' "$(awk -v a="$(middle biggroups 1)" \
	    -v b="$(middle groups 1)" 'BEGIN { print a / b }')" 1.5 ratio
	awk -v a="$(middle biggroups 1)" -v ca="$(middle biggroups 2)" \
	    -v sa="$(middle biggroups 3)" -v b="$(middle groups 1)" \
	    -v cb="$(middle groups 2)" -v sb="$(middle groups 3)" 'BEGIN {
		printf "  %.2f s and %.2f s; by processor time %.2f\n", a, b, (ca + sa) / (cb + sb) }'
	again
	anon_of bigoperated group-cap apply -q --now "$NOW" "$place/ops"
	at_most 'memory beside the map' \
	    "$(awk '{ print $1 / 1024 }' "$work/bigoperated.anon")" 128 MiB
fi
rm -rf "$place"
unset BEIAN_STORE
