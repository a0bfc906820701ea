#!/bin/sh
# A list that is replaced as a whole: readers see the old or the new one, never neither and never
# both; what was cut off, shrunk or is no list changes nothing; a kill leaves old or new.
# ROUNDS: replacements (6; torture: 300), KILLS: killed imports (10; torture: 200).
. tests/lib.sh
ROUNDS=${ROUNDS:-6} KILLS=${KILLS:-10}
cd "$TMPDIR" || exit 1
BEIAN_STORE=$TMPDIR/store
export BEIAN_STORE
beian-store init >/dev/null

load() {
	blacklist import -q --list city --ground law --basis doc --reason why --by chen "$@"
}
# rows FROM TO [MORE]
rows() { seq -f "{\"account\":\"a%06.0f\"${3-}}" "$1" "$2"; }

# Of the pair, old is only in the one and new only in the other.
{ rows 1 9999; echo '{"account":"old"}'; } >old.jsonl
{ rows 1 11999; echo '{"account":"new"}'; } >new.jsonl
load old.jsonl >out
is 'the first list' "$(jq -c '[.added, .removed, .kept]' out)" '[10000,0,0]'
echo '{"account":"old"}' >pair.jsonl
echo '{"account":"new"}' >>pair.jsonl

# watch N: how many of the pair a screening finds, again and again.
watch() {
	while [ ! -e stop ]; do
		blacklist -q pair.jsonl | grep -c listed
	done >"seen.$1" 2>"wrong.$1"
}
for i in 1 2 3 4; do
	watch $i &
	eval "watch$i=\$!"
done
good=0
for i in $(seq "$ROUNDS"); do
	if [ $((i % 2)) = 1 ]; then f=new; else f=old; fi
	load --max-shrink 20 $f.jsonl >out || break
	good=$((good + 1))
done
: >stop
# shellcheck disable=SC2154  # set by eval
wait "$watch1" "$watch2" "$watch3" "$watch4"
is "$ROUNDS replacements" "$good" "$ROUNDS"
is 'four readers find one of the pair, always' "$(cat seen.? | sort -u)" 1
same 'and say nothing' wrong.1 /dev/null
ok 'they looked often enough' test "$(cat seen.? | wc -l)" -ge "$ROUNDS"

# A reader that runs on: the same within one process, while the list is replaced.
load --max-shrink 20 old.jsonl >out
mkfifo in
blacklist -q <in >long.out &
reader=$!
exec 5>in
for f in old new old new; do
	load --max-shrink 20 $f.jsonl >out
	cat pair.jsonl >&5
	n=0
	until [ "$(wc -l <long.out)" -ge $(($(cat long.want 2>/dev/null || echo 0) + 2)) ]; do
		n=$((n + 1))
		[ $n -lt 200 ] || break
		sleep 0.05
	done
	wc -l <long.out >long.want
	tail -n 2 long.out | jq -r 'select(.listed).account'
done >long.found
exec 5>&-
wait $reader
is 'one reader sees each new list at once' "$(paste -sd' ' long.found)" 'old new old new'

# ---- What is no whole list.

load --max-shrink 20 old.jsonl >out
state() { blacklist list; blacklist list --history; beian-store check; }
state >before
{ echo account; jq -r .account old.jsonl; } >old.csv
sed 's/$/\r/' old.csv >crlf.csv
gzip -nc old.jsonl >old.jsonl.gz
refused=0 tried=0
# cut FILE: at each fiftieth, within a line.
cut_all() {
	size=$(wc -c <"$1")
	for i in $(seq 0 49); do
		at=$((size * i / 50))
		while [ $at -gt 0 ] && [ "$(head -c $at "$1" | tail -c 1 | wc -l)" = 1 ]; do
			at=$((at - 1))
		done
		head -c $at "$1" >"cut-$1"
		load "cut-$1" >out 2>err
		[ $? = 2 ] && refused=$((refused + 1))
		tried=$((tried + 1))
	done
}
cut_all old.csv
is 'CSV, cut at each fiftieth: refused' "$refused" "$tried"
refused=0 tried=0
cut_all old.jsonl
is 'JSON Lines, cut' "$refused" "$tried"
refused=0 tried=0
cut_all old.jsonl.gz
is 'gzip, cut' "$refused" "$tried"
no() {
	text=$1
	shift
	load "$@" >out 2>err
	is "$text" $? 2
}
: >empty
no 'nothing at all' empty
head -n 1 old.csv >head.csv
no 'a heading alone' head.csv
sed 's/account/comment/' old.csv >wrong.csv
no 'another column' wrong.csv
head -n 8999 old.jsonl >short.jsonl
no 'a tenth and one less' short.jsonl
{ cat old.jsonl; echo '{"account":"a000001"}'; } >twice.jsonl
no 'a key twice' twice.jsonl
state >after
same 'none of them changed anything' after before
load crlf.csv >out
is 'CRLF is the same list' "$(jq -c '[.added, .removed, .changed, .kept]' out)" '[0,0,0,10000]'
head -n 9000 old.jsonl >short.jsonl
load short.jsonl >out
is 'a tenth less may be' "$(jq -c '[.removed, .kept]' out)" '[1000,9000]'

# ---- Killed at any time: the old list or the new one, whole, and the same input again ends alike.

load --max-shrink 20 old.jsonl >out
blacklist list | jq -r .key >want.old
whole=0
for i in $(seq "$KILLS"); do
	load --max-shrink 20 new.jsonl >out &
	pid=$!
	sleep "0.0$((i * 37 % 100 / 10))$((i % 10))"
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
	blacklist list | jq -r .key >is
	if cmp -s is want.old || { [ "$(wc -l <is)" = 12000 ] && grep -qx new is; }; then
		whole=$((whole + 1))
	fi
	load --max-shrink 20 new.jsonl >out
	blacklist list | jq -r .key >want.new
	[ "$(wc -l <want.new)" = 12000 ] || whole=-1
	load --max-shrink 20 old.jsonl >out
done 2>/dev/null
is "$KILLS kills: old or new, and done when run again" "$whole" "$KILLS"
ok 'the store is sound' sh -c 'beian-store check >out'
finish
