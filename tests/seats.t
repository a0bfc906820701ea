#!/bin/sh
# The promises of group-cap (PROMISES 6.2): however many decide at once, and whatever kills them,
# a cap is never exceeded and never under-used; one that is lowered puts nobody out.
# SEED=N repeats a run; tests/torture.sh sets the counts to all.
# shellcheck disable=SC2086,SC2317  # words of commands, functions as arguments
. tests/lib.sh
. tests/fault.sh
echo "# SEED=$SEED"

ROUNDS=$((${J7:-1} * 2))	# of eight at a barrier
KILLED=${J7:-2}			# of eight of which some are killed
J1=${J1:-4}			# kill points (0: every one)

s=$TMPDIR/store
t=$TMPDIR
now="--now $NOW"
cap=100

"$BIN/tests/gen" -f users -e 0 -n 4 -s 2 >"$t/users"
new_store "$t/seed"
acct-verify register -q -s "$t/seed" $now "$t/users" >/dev/null || echo '# users: not 0'
echo '{"id":"c","op":"create","group":"g","user":"u00000001","name":"g","category":"work","tier":"M","review":"automatic","time":"2026-11-01"}' |
    group-cap apply -q -s "$t/seed" $now >/dev/null || echo '# create: not 0'

# joiners N FROM: N joinings of as many users, by number.
joiners() {
	awk -v n="$1" -v from="$2" 'BEGIN { for (i = from; i < from + n; i++)
		printf "{\"id\":\"j%d\",\"op\":\"join\",\"group\":\"g\",\"user\":\"w%d\",\"verification\":\"consent\",\"time\":\"2026-11-02\"}\n", i, i }'
}
for k in 1 2 3 4 5 6 7 8; do joiners 50 $((k * 50)) >"$t/in.$k"; done
reseed() {
	rm -rf "$s"
	cp -a "$t/seed" "$s"
}
# full WHERE FILE...: of all answers, one for each id, exactly as many pass as there was room for.
full() {
	where=$1
	shift
	got=$(cat "$@" | grep '}$' | sort -u | grep -c '"verdict":"pass"')
	members=$(group-cap list -s "$s" $now | jq .members)
	seats=$(group-cap list --members -s "$s" $now | wc -l)
	[ "$got $members $seats" = "$((cap - 1)) $cap $cap" ] || {
		echo "# $where: $got passed, $members members, $seats seats"
		return 1
	}
	group-cap recount -q -s "$s" $now >"$t/counts" && beian-store check -q -s "$s" >/dev/null || {
		echo "# $where: counters differ, or the store is damaged"
		return 1
	}
}

# ---- eight at a barrier, 50 joiners each, and then each again

mkfifo "$t/barrier"
bad=0
for n in $(seq $ROUNDS); do
	reseed
	for k in 1 2 3 4 5 6 7 8; do
		{ : <"$t/barrier"; group-cap apply -q -s "$s" $now "$t/in.$k" >"$t/out.$k" 2>"$t/err.$k"; } &
	done
	sleep 0.1	# all wait where they open it
	exec 9>"$t/barrier"
	wait
	exec 9>&-
	full "round $n" "$t"/out.? || bad=$((bad + 1))
	for k in 1 2 3 4 5 6 7 8; do
		group-cap apply -q -s "$s" $now "$t/in.$k" >"$t/again" 2>/dev/null
		cmp -s "$t/again" "$t/out.$k" || { bad=$((bad + 1)); echo "# round $n, writer $k: another answer"; }
	done
	full "round $n, again" "$t"/out.? || bad=$((bad + 1))
done
is "eight at once, 50 joiners each, room for $((cap - 1)): $((cap - 1)) are let in, and the answers stay" "$bad" 0

# ---- the same when some are killed and given again

bad=0
for n in $(seq $KILLED); do
	reseed
	for k in 1 2 3 4 5 6 7 8; do
		{ group-cap apply -q -s "$s" $now "$t/in.$k" >"$t/out.$k" 2>/dev/null & pid=$!
		if [ $((k % 2)) = 0 ]; then
			sleep 0.0$k
			kill -9 $pid
		fi
		wait $pid; } 2>/dev/null &
	done
	wait
	for k in 2 4 6 8; do group-cap apply -q -s "$s" $now "$t/in.$k" >>"$t/out.$k" 2>/dev/null; done
	full "killed, round $n" "$t"/out.? || bad=$((bad + 1))
done
is 'and when half of them are killed and given again' "$bad" 0

if ! sanitized; then
	reseed
	cat "$t"/in.? >"$t/in"
	: >"$t/count"
	rm -rf "$t/parts"
	feed "$t/in" 4 | LD_PRELOAD=$IOFAIL IOCOUNT=$t/count group-cap apply -q -s "$s" $now >/dev/null 2>&1
	ops=$(tr -d ' ' <"$t/count")
	bad=0 step=1
	[ "$J1" = 0 ] || step=$((ops / J1 + 1))
	rand $step
	for n in $(seq $((rand + 1)) $step "$ops"); do
		reseed
		{ feed "$t/in" 4 | LD_PRELOAD=$IOFAIL IOF=$n IOKILL=9 group-cap apply -q -s "$s" $now \
		    >"$t/out.1"; } 2>/dev/null
		group-cap apply -q -s "$s" $now "$t/in" >"$t/out.2" 2>/dev/null
		full "kill at $n" "$t/out.1" "$t/out.2" || bad=$((bad + 1))
	done
	is "and when one is killed at any of its $ops operations" "$bad" 0
else
	skip 'and when one is killed at an operation' 'no preload with sanitizers'
fi

# ---- who leaves makes room for one

reseed
group-cap apply -q -s "$s" $now "$t/in.1" "$t/in.2" >/dev/null 2>&1
{
	echo '{"id":"l1","op":"leave","group":"g","user":"w50","time":"2026-11-03"}'
	joiners 2 900 | sed 's/11-02/11-03/'
	echo '{"id":"l1","op":"leave","group":"g","user":"w50","time":"2026-11-03"}'
	joiners 1 902 | sed 's/11-02/11-03/'
} | group-cap apply -q -s "$s" $now | jq -r '[.id, .verdict, .members] | @tsv' >"$t/got"
printf 'l1\tpass\t99\nj900\tpass\t100\nj901\treject\t\nl1\tpass\t99\nj902\treject\t\n' >"$t/want"
same 'a leaving makes room for one, also when it is given again' "$t/got" "$t/want"

# ---- a cap that is lowered

reseed
joiners 79 1 | group-cap apply -q -s "$s" $now >/dev/null
joiners 1 500 >"$t/one"
for limit in 79 80 81; do
	printf '{"group":{"from":"2026-11-20","tiers":[{"tier":"S","members":10},{"tier":"M","members":%d}]}}\n' $limit >"$t/p"
	group-cap -q -s "$s" $now -p "$t/p" "$t/one" | jq -r '[.verdict, .members] | @tsv'
	group-cap check -s "$s" $now -p "$t/p" --where '.group == "g"' | jq -r '[.cap, .members, .limit, .plan.excess] | @tsv'
done >"$t/got"
printf 'reject\t\nover-grace\t80\t79\t1\nreject\t\nok\t80\t80\t\npass\t81\nok\t80\t81\t\n' >"$t/want"
same 'one less, as many and one more than there are' "$t/got" "$t/want"
printf '{"group":{"tiers":[{"tier":"S","members":10},{"tier":"M","members":50}]}}\n' >"$t/p"
group-cap list --members -s "$s" $now >"$t/was"
group-cap apply -q -s "$s" $now -p "$t/p" "$t/one" | jq -c '[.verdict, [.findings[].code]]' >"$t/got"
joiners 30 1 | sed 's/"j/"l/; s/join/leave/; s/11-02/11-04/' | group-cap apply -q -s "$s" $now -p "$t/p" | tail -n 1 | jq .members >>"$t/got"
joiners 1 501 | sed 's/11-02/11-04/' | group-cap apply -q -s "$s" $now -p "$t/p" | jq -c '[.verdict, [.findings[].code]]' >>"$t/got"
echo '{"id":"l31","op":"leave","group":"g","user":"w31","time":"2026-11-04"}' | group-cap apply -q -s "$s" $now -p "$t/p" >/dev/null
joiners 1 502 | sed 's/11-02/11-04/' | group-cap apply -q -s "$s" $now -p "$t/p" | jq -c '[.verdict, .members]' >>"$t/got"
printf '["reject",["cap-members"]]\n50\n["reject",["cap-members"]]\n["pass",50]\n' >"$t/want"
same 'above a lowered cap nobody joins until enough have left' "$t/got" "$t/want"
is 'and nobody was put out' "$(group-cap list --members -s "$s" $now | wc -l) $(wc -l <"$t/was")" '50 80'

finish
