# retain.sh: the section of bench.sh about retain-prune; alone: ONLY=retain tests/bench.sh BUILD.
# N: lines that store takes, of 10 days (10,000,000 are about 2 GB).  LINES, DAYS: lines of each
# day, and days, that fetch, verify and gaps see (100,000 and 184).  BIG=1: prune of a day of
# 10,000,000 lines beside one of 100,000 (else a tenth of both).  What is read was read before
# and is in memory, for the peers as for the programs.
# shellcheck shell=sh disable=SC2154,SC2034  # bench.sh sets bin, work, RUNS, NOW and has the functions

LINES=${LINES:-100000} DAYS=${DAYS:-184}
few=10000 many=1000000
[ -z "${BIG-}" ] || few=100000 many=10000000
logs=$bin/tests/logs
place=$work/retain
mkdir -p "$place" || exit 1
BEIAN_STORE=$place/store
export BEIAN_STORE
unset BEIAN_SEGMENTS
# A line takes about 220 bytes, and 40 packed: the input and three times the packed lines;
# packed lines twice over in prune.
need=$(printf "%s\n" $((N * 340)) $((LINES * DAYS * 50)) $((many * 90)) |
    sort -n | tail -1)
room=$(df -kP "$place" | awk 'END { print $4 }')
if [ $((need / 1024)) -gt "$room" ]; then
	echo "retain.sh: needs $((need / 1048576)) MiB, and $((room / 1024)) are free" >&2
	exit 1
fi

fresh() {
	rm -rf "$BEIAN_STORE"
	beian-store init >/dev/null
	sync
}

# note TEXT A B: the ratio, on which there is no limit.
note() {
	awk -v text="$1" -v a="$(middle "$2" 1)" -v b="$(middle "$3" 1)" \
	    -v ca="$(middle "$2" 2)" -v cb="$(middle "$3" 2)" \
	    -v sa="$(middle "$2" 3)" -v sb="$(middle "$3" 3)" 'BEGIN {
		printf "%-36s %8.2f %8.2f %8.2f %8.2f %9s\n", text, a, b,
		    (cb + sb > 0 ? (ca + sa) / (cb + sb) : 0), (b > 0 ? a / b : 0), "-" }'
}

packed() {	# packed DIR: bytes of its segments
	find "$1" -name '*.zst' -exec cat {} + | wc -c
}

# ---- store beside zstd

in=$place/in
"$logs" -n "$N" -d 10 -f 2026-11-14 -a 0 >"$in" || exit 1
bytes=$(wc -c <"$in")
store="retain-prune store log -q --now $NOW"
# shellcheck disable=SC2086  # words
for _ in $(seq "$RUNS"); do
	time_of z1 taskset -c 0 zstd -q -f -3 -T1 -o "$place/z" "$in"
	fresh
	time_of s1 taskset -c 0 $store -j1 "$in" || bad=1
	fresh
	time_of p1 taskset -c 0 sh -c '"$@" | cat' sh $store -j1 "$in" || bad=1
	# Kept and passed on, as a pipe has it.
	time_of t1 taskset -c 0 sh -c '{ tee /dev/fd/3 <"$1" | cat >/dev/null; } 3>&1 |
	    zstd -q -f -3 -T1 -o "$2"' sh "$in" "$place/t"
	time_of z2 taskset -c 0,1 zstd -q -f -3 -T2 -o "$place/z" "$in"
	time_of t2 taskset -c 0,1 sh -c '{ tee /dev/fd/3 <"$1" | cat >/dev/null; } 3>&1 |
	    zstd -q -f -3 -T2 -o "$2"' sh "$in" "$place/t"
	fresh
	time_of p2 taskset -c 0,1 sh -c '"$@" | cat' sh $store -j2 "$in" || bad=1
	fresh
	time_of s2 taskset -c 0,1 $store -j2 "$in" || bad=1
done
printf '\nretain-prune store: %s lines of 10 days, %s bytes; median of %s runs\n' "$N" "$bytes" \
    "$RUNS"
printf '%-36s %8s %8s %8s %8s %9s\n' '' 'peer s' 'ours s' 'cpu' ratio 'at least'
compare 'zstd -3 -T1 : store -j1, one core' z1 s1 0.6
compare 'zstd -3 -T2 : store -j2, two cores' z2 s2 0.6
note '  zstd -3 -T1 : store -j1 | cat' z1 p1
note '  tee | zstd -3 -T1 : store -j1 | cat' t1 p1
note '  zstd -3 -T2 : store -j2 | cat' z2 p2
note '  tee | zstd -3 -T2 : store -j2 | cat' t2 p2
size=$(packed "$BEIAN_STORE/segments")
kept=$(retain-prune fetch --case bench --from 2026-01-01 2>/dev/null | wc -c)
if [ "$kept" != "$bytes" ]; then
	echo "  of $bytes bytes $kept can be fetched"
	bad=1
fi
awk -v a="$size" -v b="$(wc -c <"$place/z")" -v n="$bytes" 'BEGIN {
	printf "  segments with their index: %d bytes, the file of zstd -3: %d (%.2f); %.1f times less than the lines\n",
	    a, b, a / b, n / a }'
# shellcheck disable=SC2086
for j in 1 2; do
	fresh
	anon_of stored $store -j$j "$in"
	at_most "memory of store -j$j" "$(awk '{ print $1 / 1024 }' "$work/stored.anon")" 128 MiB
	fresh
	"$bin/tests/bench-anon" $store -j$j "$in" 3>"$work/stored.anon" | cat >/dev/null
	at_most "the same, to a pipe" "$(awk '{ print $1 / 1024 }' "$work/stored.anon")" 128 MiB
done
rm -rf "$in" "$place/z" "$place/t" "$BEIAN_STORE"

# ---- prune: a day of few and of many lines

old=2026-01-10T09:00:00+08:00
prune="retain-prune prune -q --trust-clock --now $NOW"

# day NAME LINES: a store with one day of so many lines, in $place/NAME.
day() {
	fresh
	"$logs" -n "$2" -f 2026-01-09 -a 0 | retain-prune store log -q --now $old >/dev/null || return 1
	rm -rf "${place:?}/$1"
	mv "$BEIAN_STORE" "$place/$1"
}

# again NAME: that store; the segments are the same files under a second name.
again() {
	rm -rf "$BEIAN_STORE"
	mkdir -m 700 "$BEIAN_STORE"
	(cd "$place/$1" && find . -mindepth 1 -maxdepth 1 ! -name segments \
	    -exec cp -a {} "$BEIAN_STORE" \; && cp -al segments "$BEIAN_STORE")
	sync
}

# All other names of the segments are gone in the last run, so that their space is freed too.
last() {
	rm -rf "$BEIAN_STORE"
	mv "$place/$1" "$BEIAN_STORE"
	sync
}

gone() {
	[ "$(find "$BEIAN_STORE/segments" -name '*.zst' | wc -l)" = 0 ] && return
	echo "  prune of $1 left segments"
	bad=1
}

printf '\nretain-prune prune of a day; median of %s runs\n' "$((RUNS * 3))"
for of in few many; do
	eval "n=\$$of"
	day $of "$n" || exit 1
	printf '  %s lines: %s segments of %s bytes\n' "$n" \
	    "$(find "$place/$of" -name '*.zst' | wc -l)" "$(packed "$place/$of")"
done
# shellcheck disable=SC2086
for _ in $(seq $((RUNS * 3))); do
	for of in few many; do
		again $of
		time_of $of $prune || bad=1
		gone $of
		again $of
		retain-prune hold --case other --account nobody --by bench --reason r --basis b \
		    --now $NOW >/dev/null || bad=1
		time_of held$of $prune || bad=1
		gone $of
	done
done
# shellcheck disable=SC2086
for of in few many; do
	last $of
	time_of last$of $prune
done
# shown TEXT NAME
shown() {
	awk -v text="$1" -v a="$(middle "$2few" 1)" -v b="$(middle "$2many" 1)" '
	    BEGIN { printf "  %-48s %8.3f s and %8.3f s, %.2f times\n", text, a, b, b / a }'
}
shown 'by the catalogue' ''
shown 'a hold on another account: index of each frame' held
shown 'by the catalogue, and the space freed (one run)' last
at_most "$many lines : $few lines" "$(awk -v a="$(middle many 1)" -v b="$(middle few 1)" \
    'BEGIN { print a / b }')" 1.5 ratio
rm -rf "$BEIAN_STORE"

# ---- fetch beside zstdgrep, verify beside sha256sum, gaps

first=$(date -u -d "2026-11-24 -$DAYS days" +%F)
# keep CLASS LINES: so many of each day.
keep() {
	fresh
	"$logs" -n $(($2 * DAYS)) -d "$DAYS" -f "$first" -a 0 |
	    retain-prune store "$1" -q --now "$NOW" >/dev/null
}
# A network log publishes nothing, so that its days alone are looked at.
for n in $((LINES / 100)) $((LINES / 10)); do
	keep network-log "$n" || exit 1
	for _ in $(seq "$RUNS"); do
		time_of "gaps$n" retain-prune gaps --now "$NOW"
	done
done
keep log "$LINES" || exit 1
find "$BEIAN_STORE/segments" -name '*.zst' | sort >"$place/files"
printf '\nretain-prune fetch: %s days of %s lines, %s segments of %s bytes; median of %s runs\n' \
    "$DAYS" "$LINES" "$(wc -l <"$place/files")" "$(packed "$BEIAN_STORE")" "$RUNS"
printf '%-36s %8s %8s %8s %8s %9s\n' '' 'peer s' 'ours s' 'cpu' ratio 'at least'
for who in m000001 s000001 b000001; do
	sought="\"account\":\"$who\""
	for _ in $(seq "$RUNS"); do
		time_of "fetch$who" retain-prune fetch -q --case bench --account $who || bad=1
		time_of "grep$who" sh -c 'xargs zstdgrep -h "$1" <"$2"; true' sh "$sought" \
		    "$place/files"
		time_of "cat$who" sh -c 'xargs zstdcat <"$2" | grep -F "$1"; true' sh "$sought" \
		    "$place/files"
	done
	retain-prune fetch --case bench --account $who 2>/dev/null >"$place/ours"
	xargs zstdcat <"$place/files" | grep -F "$sought" >"$place/theirs"
	n=$(wc -l <"$place/theirs")
	if ! sort "$place/ours" >"$place/a" || ! sort "$place/theirs" | cmp -s - "$place/a"; then
		echo "  fetch and zstdgrep do not find the same lines of $who"
		bad=1
	fi
	if [ $who = m000001 ]; then
		compare "zstdgrep : fetch, $n lines" "grep$who" "fetch$who" 20
	else
		note "  zstdgrep : fetch, $n lines" "grep$who" "fetch$who"
	fi
	note "  zstdcat | grep -F : the same" "cat$who" "fetch$who"
done
anon_of fetched retain-prune fetch -q --case bench --from 2026-01-01
at_most 'memory of fetch of all lines' "$(awk '{ print $1 / 1024 }' "$work/fetched.anon")" 128 MiB

for _ in $(seq "$RUNS"); do
	time_of sums sh -c 'xargs sha256sum <"$1"' sh "$place/files"
	time_of verify retain-prune verify --now "$NOW" || bad=1
	time_of quick retain-prune verify --quick --now "$NOW" || bad=1
	time_of paired retain-prune gaps --now "$NOW"
done
note '  sha256sum : verify (SHA-256, SM3)' sums verify
note '  sha256sum : verify --quick' sums quick
at_most "gaps: $((LINES / 10)) lines a day : $((LINES / 100))" \
    "$(awk -v a="$(middle gaps$((LINES / 10)) 1)" -v b="$(middle gaps$((LINES / 100)) 1)" \
    'BEGIN { print a / b }')" 1.5 ratio
printf '  %s s; with %s lines a day, each of which that publishes is looked for: %s s\n' \
    "$(middle gaps$((LINES / 10)) 1)" "$LINES" "$(middle paired 1)"
rm -rf "$place"
unset BEIAN_STORE
