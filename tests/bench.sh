#!/bin/sh
# bench.sh BUILD: speed and memory beside the peers (make deps-bench), as ratios of one run.
# N: records (1000000); RUNS: of each, alternated, the median counts (3); WORK: where the files
# go (BUILD/bench; some gigabytes).  ONLY=groups, ONLY=retain, ONLY=proof: that section alone.
# Not a part of the suite: it needs a quiet machine.
cd "$(dirname "$0")/.." || exit 2
bin=$PWD/${1:-.build}
case ${1-} in /*) bin=$1 ;; esac
N=${N:-1000000} RUNS=${RUNS:-3}
work=${WORK:-$bin/bench}
rm -rf "$work"
mkdir -p "$work" || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
BEIAN_SHARE=$PWD/share
LC_ALL=C
export BEIAN_SHARE LC_ALL
PATH=$bin:$PATH
NOW=2026-11-24T09:00:00+08:00
in=$work/in.jsonl
bad=0

time_of() {	# time_of NAME COMMAND...: notes wall, user, system, memory of a run
	name=$1
	shift
	"$bin/tests/bench-clock" "$@" >/dev/null 2>"$work/err" 3>>"$work/$name.times" || {
		echo "bench.sh: $name: failed: $(head -1 "$work/err")" >&2
		return 1
	}
}

middle() {	# middle NAME FIELD: median of a field (1 wall, 2 user, 3 system, 4 KiB)
	sort -n -k "$2,$2" "$work/$1.times" | awk -v f="$2" '
	    { v[NR] = $f } END { print v[int((NR + 1) / 2)] }'
}

# compare TEXT SLOWER FASTER AT-LEAST [TIMES]: by the wall; beside it by processor time, which
# other work on the machine disturbs less.
compare() {
	awk -v text="$1" -v limit="$4" -v times="${5:-1}" \
	    -v a="$(middle "$2" 1)" -v b="$(middle "$3" 1)" \
	    -v ca="$(middle "$2" 2)" -v cb="$(middle "$3" 2)" \
	    -v sa="$(middle "$2" 3)" -v sb="$(middle "$3" 3)" 'BEGIN {
		r = b > 0 ? a * times / b : 0
		c = cb + sb > 0 ? (ca + sa) * times / (cb + sb) : 0
		printf "%-36s %8.2f %8.2f %8.2f %8.2f %9s  %s\n", text, a * times, b, c, r,
		    limit, (r >= limit + 0) ? "met" : "MISSED"
		exit (r < limit + 0)
	}' || bad=1
}

at_most() {	# at_most TEXT VALUE LIMIT UNIT
	awk -v text="$1" -v a="$2" -v limit="$3" -v unit="$4" 'BEGIN {
		printf "%-44s %27.2f %9s  %s\n", text " (" unit ")", a, "<= " limit,
		    (a <= limit + 0) ? "met" : "MISSED"
		exit (a > limit + 0)
	}' || bad=1
}

anon_of() {	# anon_of NAME COMMAND...: its own memory in KiB, beside mapped files
	name=$1
	shift
	"$bin/tests/bench-anon" "$@" >/dev/null 2>"$work/err" 3>"$work/$name.anon"
}

case ${ONLY-} in
groups) . tests/bench/groups.sh; exit $bad ;;
retain) . tests/bench/retain.sh; exit $bad ;;
proof) . tests/bench/proof.sh; exit $bad ;;
esac

"$bin/tests/gen" -b -f jsonl -e 10 -n "$N" >"$in" || exit 1
sample=$work/sample.jsonl
head -n $((N / 20)) "$in" >"$sample"
printf '%s records, %s bytes each; median of %s runs; %s processors\n\n' "$N" \
    "$(($(wc -c <"$in") / N))" "$RUNS" "$(nproc)"

for _ in $(seq "$RUNS"); do
	time_of scan "$bin/tests/bench-scan" "$in"
	time_of j1 acct-verify --no-store -q -j1 --now $NOW "$in"
	time_of j2 acct-verify --no-store -q -j2 --now $NOW "$in"
	time_of small acct-verify --no-store -q -j2 --now $NOW "$sample"
	! command -v jq >/dev/null || time_of jq jq -c . "$in"
	! /usr/bin/python3 -c 'import stdnum.cn.uscc' 2>/dev/null ||
	    time_of stdnum /usr/bin/python3 tests/bench/idcheck.py "$sample"
done

printf '%-36s %8s %8s %8s %8s %9s\n' '' 'slower s' 'faster s' 'cpu' ratio 'at least'
if [ -f "$work/jq.times" ]; then compare 'jq -c . : acct-verify -j1' jq j1 10
else echo 'jq is missing: make deps-bench'; bad=1; fi
# Of a twentieth of the records, so 20 times its time.
if [ -f "$work/stdnum.times" ]; then compare 'python3-stdnum : acct-verify -j1' stdnum j1 100 20
else echo 'python3-stdnum is missing: make deps-bench'; bad=1; fi
compare 'bare scanner : acct-verify -j1' scan j1 0.5
compare 'acct-verify -j1 : -j2' j1 j2 1.6
at_most 'peak memory of acct-verify -j1' "$(middle j1 4 | awk '{ print $1 / 1024 }')" 64 MiB
at_most 'peak memory of acct-verify -j2' "$(middle j2 4 | awk '{ print $1 / 1024 }')" 64 MiB
at_most 'the same on a twentieth of the input' \
    "$(middle small 4 | awk '{ print $1 / 1024 }')" 64 MiB

# ---- register: what it costs and where

disk=$work/store
rm -rf "$disk"
beian-store init -s "$disk" >/dev/null || exit 1
time_of dry acct-verify register -n -q -j2 -s "$disk" --now $NOW "$in"
time_of register acct-verify register -q -j2 -s "$disk" --now $NOW "$in"
tmpfs=
for d in /dev/shm /run/shm; do
	if [ -d $d ] && [ "$(df -k $d | awk 'END { print $4 }')" -gt $((N * 4)) ]; then
		tmpfs=$(mktemp -d $d/beian.XXXXXX)
		break
	fi
done
if [ -n "$tmpfs" ]; then
	beian-store init -s "$tmpfs/store" >/dev/null &&
	    time_of memory acct-verify register -q -j2 -s "$tmpfs/store" --now $NOW "$in"
	rm -rf "$tmpfs"
fi
time_of again acct-verify register -q -j2 -s "$disk" --now $NOW "$in"

printf '\nregister of %s accounts: %s s, %s MiB at the peak, store of %s MiB\n' "$N" \
    "$(middle register 1)" "$(($(middle register 4) / 1024))" \
    "$(($(du -sk "$disk" | cut -f1) / 1024))"
awk -v scan="$(middle scan 1)" -v check="$(middle j1 2)" -v dry="$(middle dry 1)" \
    -v dry_cpu="$(($(middle dry 2 | tr -d .) + $(middle dry 3 | tr -d .)))" \
    -v all="$(middle register 1)" -v mem="$(middle memory 1 2>/dev/null)" \
    -v again="$(middle again 1)" -v j2="$(middle j2 1)" 'BEGIN {
	printf "  %-50s %7.2f s  (processor, one thread)\n", "scan", scan
	printf "  %-50s %7.2f s  (processor, two threads at once: %.2f s)\n", "check, beside scan", check - scan, j2
	printf "  %-50s %7.2f s\n", "subject keys, seal, overlay (dry run over -j2)", dry - j2
	if (mem != "") {
		printf "  %-50s %7.2f s\n", "LMDB (store in memory over dry run)", mem - dry
		printf "  %-50s %7.2f s\n", "fsync and the disk (disk over memory)", all - mem
	} else
		printf "  %-50s %7.2f s\n", "LMDB, fsync and the disk (over dry run)", all - dry
	printf "  %-50s %7.2f s\n", "all of it again: every record is known", again
}'

# ---- filing-export beside zip of the same bytes

out=$work/filings
mkdir "$out" "$work/same"
if time_of make filing-export make -q -s "$disk" --now $NOW -d "$out" &&
    command -v zip >/dev/null && command -v unzip >/dev/null; then
	archives=0
	for a in "$out"/*.zip; do
		d=$work/same/${a##*/}
		mkdir "$d"
		unzip -q "$a" -d "$d"
		find "$d" -name '*.xlsx' | while read -r x; do
			mkdir "$x.d"
			unzip -q "$x" -d "$x.d"
			rm "$x"
		done
		archives=$((archives + 1))
	done
	time_of zip sh -c 'cd "$1" && for d in *; do zip -q -r "../$d" "$d" || exit 1; done' zip \
	    "$work/same"
	printf '\n%s archives of %s MiB, %s MiB unpacked\n' "$archives" \
	    "$(($(du -sk "$out" | cut -f1) / 1024))" "$(($(du -sk "$work/same" | cut -f1) / 1024))"
	at_most 'filing-export make : zip of the same bytes' \
	    "$(awk -v a="$(middle make 1)" -v b="$(middle zip 1)" 'BEGIN { print a / b }')" 3 ratio
	printf '  make %s s (%s s of processor, %s MiB), zip %s s\n' "$(middle make 1)" \
	    "$(middle make 2)" "$(($(middle make 4) / 1024))" "$(middle zip 1)"
else
	echo 'filing-export or zip: not measured'
	bad=1
fi

# ---- blacklist: a long list, of which one record in a thousand is on it

L=${LIST:-10000000}
gen=$bin/tests/bench-list
grep_limit=${GREP_SECONDS:-120} grep_memory=${GREP_MIB:-8192}
BEIAN_STORE=$work/listed
export BEIAN_STORE
beian-store init >/dev/null || exit 1
"$gen" records "$N" 1000 >"$work/screened" || exit 1
"$gen" rows "$L" >"$work/rows"
# shellcheck disable=SC2016  # expands in there
time_of import sh -c 'exec 3>"$1"; shift; exec "$@"' sh "$work/first.anon" \
    "$bin/tests/bench-anon" blacklist import -q --list long --ground law --basis b --reason r \
    --by bench "$work/rows" || bad=1
anon_of again blacklist import -q --list long --ground law --basis b --reason r --by bench \
    "$work/rows"
rm "$work/rows"
anon_of screen blacklist -q -j2 "$work/screened"
sql=$bin/tests/bench-sqlite_list
"$gen" keys "$L" >"$work/keys"
if [ -x "$sql" ]; then
	sort "$work/keys" >"$work/sorted" && "$sql" build "$work/list.db" "$work/sorted" ||
	    sql=
	rm -f "$work/sorted"
fi
for _ in $(seq "$RUNS"); do
	time_of bare "$bin/tests/bench-scan" "$work/screened"
	time_of l1 blacklist -q -j1 "$work/screened"
	time_of l2 blacklist -q -j2 "$work/screened"
	[ ! -x "$sql" ] || time_of lookup "$sql" lookup "$work/list.db" "$work/screened"
	[ ! -x "$sql" ] || time_of join "$sql" join "$work/list.db" "$work/screened"
done
printf '\nblacklist: %s entries (imported in %s s, %s s of processor; store of %s MiB)\n' "$L" \
    "$(middle import 1)" "$(middle import 2)" "$(($(du -sk "$BEIAN_STORE" | cut -f1) / 1024))"
compare 'bare scanner : blacklist' bare l2 0.5
awk -v a="$(middle bare 1)" -v b="$(middle l1 1)" -v m="$(cat "$work/first.anon")" 'BEGIN {
	printf "  with one checking thread (-j1): %.2f of the scanner\n", a / b
	printf "  the first import took %d MiB: what LMDB has changed, 512 MiB at most, is of the store\n",
	    m / 1024
}'
if [ -x "$sql" ]; then
	best="lookup"
	[ "$(middle join 1 | tr -d .)" -ge "$(middle lookup 1 | tr -d .)" ] || best="join"
	compare "sqlite3, $best : blacklist" $best l2 3
else
	echo 'libsqlite3-dev is missing: make deps-bench'
	bad=1
fi
if (
	ulimit -v $((grep_memory * 1024))
	time_of grep timeout "$grep_limit" grep -F -f "$work/keys" "$work/screened"
) 2>"$work/grep.err"; then
	compare 'grep -F -f : blacklist' grep l2 3
else
	printf '%-36s %s\n' 'grep -F -f : blacklist' \
	    "grep did not finish in $grep_limit s and $grep_memory MiB"
fi
at_most 'memory of blacklist beside the map' \
    "$(awk '{ print $1 / 1024 }' "$work/screen.anon")" 128 MiB
at_most 'memory of the same import again' \
    "$(awk '{ print $1 / 1024 }' "$work/again.anon")" 128 MiB
rm -rf "$BEIAN_STORE" "$work/keys" "$work/list.db" "$work/screened"
unset BEIAN_STORE

# ---- credit-score: events over a tenth as many accounts, in the order of time

E=${EVENTS:-$N}
BEIAN_STORE=$work/scored
export BEIAN_STORE
"$bin/tests/gen" -b -f jsonl -e 0 -n $((E / 10)) >"$work/holders" || exit 1
beian-store init >/dev/null || exit 1
acct-verify register -q --now "$NOW" "$work/holders" >/dev/null || exit 1
acct-verify list | sed 's/.*"account":"\([^"]*\)".*"subject":"\([^"]*\)".*/\1 \2/' >"$work/subjects"
awk -v n="$E" 'BEGIN { split("rumour copyright vulgar clickbait other-breach", K, " "); srand(7) }
	{ a[m++] = $1 }
	END { for (i = 0; i < n; i++) {
		s = int(i * 2160000 / n)	# 25 days
		printf "{\"id\":\"ev%09d\",\"kind\":\"%s\",\"account\":\"%s\"," \
		    "\"time\":\"2026-09-%02dT%02d:%02d:%02d+08:00\"}\n", i, K[1 + int(rand() * 5)],
		    a[int(rand() * m)], 1 + s / 86400, s % 86400 / 3600, s % 3600 / 60, s % 60
	} }' "$work/subjects" >"$work/events"
cp -a "$BEIAN_STORE" "$work/empty"
transactions() { beian-store | sed 's/.*"transaction":\([0-9]*\).*/\1/'; }
score=$bin/tests/bench-sqlite_score
for _ in $(seq "$RUNS"); do
	rm -rf "$BEIAN_STORE"
	cp -a "$work/empty" "$BEIAN_STORE"
	before=$(transactions)
	time_of apply credit-score apply -q --now "$NOW" "$work/events" || bad=1
	batch=$((E / ($(transactions) - before)))
	rm -rf "$work/put" "$work"/score.db*
	"$bin/tests/bench-put" "$BEIAN_STORE" "$work/put" "$batch" |
	    sed 's/$/ 0 0 0/' >>"$work/put.times"
	[ -x "$score" ] || continue
	"$score" build "$work/score.db" "$work/subjects"
	time_of sqlscore "$score" apply "$work/score.db" "$work/events" "$batch"
done
rm -rf "$BEIAN_STORE"
cp -a "$work/empty" "$BEIAN_STORE"
anon_of applied credit-score apply -q --now "$NOW" "$work/events"
printf '\ncredit-score apply: %s events, %s in a transaction\n' "$E" "$batch"
if [ -x "$score" ]; then
	compare 'sqlite3 : credit-score apply' sqlscore apply 3
else
	echo 'libsqlite3-dev is missing: make deps-bench'
	bad=1
fi
compare 'bare LMDB loop : credit-score apply' put apply 0.5
at_most 'memory of credit-score apply beside the map' \
    "$(awk '{ print $1 / 1024 }' "$work/applied.anon")" 128 MiB
rm -rf "$BEIAN_STORE" "$work/empty" "$work/put" "$work"/score.db*

. tests/bench/groups.sh
. tests/bench/retain.sh
. tests/bench/proof.sh
exit $bad
