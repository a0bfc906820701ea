#!/bin/sh
# The score of credit-score against an independent model (tests/model/score.awk) on random
# histories of events, late ones, appeals and appeals of appeals, under random policies; and
# that neither their order, nor how they were fed, nor a kill, nor a clock that goes back makes
# another.  HISTORIES: how many; SEED: of the first (each takes the next).
. tests/lib.sh
SEED=${SEED:-$(($(date +%s) % 100000 * 10000))}
HISTORIES=${HISTORIES:-40}
echo "# SEED=$SEED HISTORIES=$HISTORIES" >&8
cd "$TMPDIR" || exit 1
end=2026-12-31T00:00:00
new_store empty
i=0
for a in p q r s t; do
	i=$((i + 1))
	[ $a != q ] || i=1	# the same person as p
	jq -cn --arg a $a --arg i $i '{account: $a, name: ("青柠观察" + $a), state: "active",
	    category: "technology", subject_kind: "person", id_type: "passport",
	    id_number: ("E1234567" + $i), mobile: ("1380013800" + $i), registered_at: "2018-03-01",
	    verified_by: "chen", verified_at: "2018-03-01", verify_method: "face",
	    subject_name: "王小明", agreement: "2018-03", agreed_at: "2018-03-01"}'
done | acct-verify register -q -s empty --now 2018-03-01T00:00:00 >accounts
is 'five accounts of four persons' "$(acct-verify list -s empty | wc -l)" 5
for a in p q r s t; do echo "{\"account\":\"$a\"}"; done >all
echo '{"group":"g"}' >>all

# shellcheck disable=SC2016  # jq
printf '%s\n' '
def d: if . == null then "-" else tostring end;
.credit.account |
["S", .base, .floor, .ceiling, .hysteresis],
(.levels[] | ["L", .level, .from]),
(("deduct", "reward") as $side | .[$side][]? | ["R", $side, .kind] +
    (if .points then ["points", .points] elif has("to") then ["to", .to]
    elif .given then ["given", 0] elif .repeat then ["repeat", (.repeat | map(tostring) | join(","))]
    else ["levels", (.levels | to_entries | map("\(.key)=\(.value)") | join(","))] end) +
    [.within_days // 0, .most // 0, .cycle_days // 0, .times // 0, (.ceiling | d), (.above | d),
    (.from | d), (.until | d), (.when | d), (.confirm | d)]),
(.ceiling as $top | .recover | ["Y", .by, .after_days // 0, .every_days // 1, .points // 1,
    .ceiling // $top, .at_floor // false, .relapse // "restart", .add_days // 0, .active // "-"]),
(.mute // empty | ["M", .hours, .per_points, .free_points, .free_from]),
((.ladder // [])[] | ["K", .kind, .within_days // 0,
    (.steps | map("\(.measure)=\(.days)") | join(","))])
| map(tostring) | join("\t")' >lines.jq

# score TIME: of everyone: credit, level, muted until.
score() {
	credit-score -q -s store -p policy.json --now "$1" --exit-zero all | jq -r --arg t "$1" \
	    '[(.account // .group), $t, .credit, .level, .muted_until // "-"] | join("\t")'
}
apply() {
	run credit-score apply -q -s "$1" -p policy.json --now "${2-$end}" >out 2>err || {
		echo "apply: status $?"
		cat err
		grep '"verdict":"reject"' out
	}
}
list() {
	credit-score list -s "$1" -p policy.json
}

# One history in a folder of its own; whatever it prints is a failure.
history() {
	awk -v seed="$1" -v dir=. -f "$TOP/tests/model/history.awk"
	jq -r -f lines.jq policy.json >model
	grep -q '"group"' policy.json || sed -i '/group/d' all
	cp -r empty store
	apply store <stream
	last=$(cut -f 3 events | sort | tail -n 1)
	read -r some <instant
	{
		cat model events
		for t in $last $some $end; do
			sed "s/.*:\"\\(.\\)\"}/Q	\\1	$t/; s/^Q	q/Q	p/" all
		done
		awk -F '\t' -v OFS='\t' -v end=$end '$5 != "appeal" && $2 == "p" {
			print "A", "p", end, $4 }' events
	} | "${AWK:-awk}" -f "$TOP/tests/model/score.awk" >wanted
	{
		for t in $last $some $end; do score "$t"; done | sed 's/^q/p/'
		# the steps of the ladder, as explained
		credit-score explain -s store -p policy.json --now $end --account p 2>/dev/null |
		    jq -r 'select(.id and .kind != "appeal" and (.event | not)) |
		    [.id, if .measure then "\(.measure)=\(.measure_days)" else "-" end] | join("\t")'
	} >got
	sort wanted >wanted.s
	sort got >got.s
	diff wanted.s got.s
	list store >state

	credit-score rebuild -n -q -s store -p policy.json --now $end || echo 'rebuild -n found another score'
	sed 1q stream | credit-score apply -q -s store -p policy.json --now 2026-11-30T00:00:00 \
	    --exit-zero >/dev/null
	list store | cmp - state || echo 'a clock that went back changed a score'
	awk -F '\t' -v a="$last" -v b=$end '$2 == a { had[$1] = $3 } $2 == b && $3 < had[$1] + 0 {
		print $1 ": less at the end than before it" }' got

	cp -r empty other
	apply other <shuffled
	list other | cmp - state || echo 'another order, another score'
	case $(($1 % 4)) in
	0)	# in pieces
		rm -rf other
		cp -r empty other
		split -l 25 stream piece.
		for f in piece.*; do apply other <"$f"; done ;;
	1)	# line by line
		rm -rf other
		cp -r empty other
		sed -u '' shuffled | while IFS= read -r l; do echo "$l"; done | apply other ;;
	2)	# killed, then the same again
		rm -rf other
		cp -r empty other
		mkfifo fifo
		credit-score apply -q -s other -p policy.json --now $end <fifo >/dev/null 2>&1 &
		pid=$!
		exec 9>fifo
		sed 20q shuffled >&9
		sleep "0.0$(($1 / 4 % 9 + 1))"
		kill -9 $pid
		exec 9>&-
		wait $pid 2>/dev/null
		rm fifo
		apply other <shuffled ;;
	*)	apply other <stream ;;
	esac
	list other | cmp - state || echo "fed otherwise ($(($1 % 4))), another score"
	credit-score rebuild -n -q -s other -p policy.json --now $end || echo 'rebuild -n found another score there'
}

# worker N OF: every OF-th history, in a folder of its own.
worker() {
	mkdir "w$1" && cd "w$1" || exit 1
	n=$1
	while [ "$n" -lt "$HISTORIES" ]; do
		rm -rf ./*
		cp -r ../empty ../all ../lines.jq .
		history $((SEED + n)) >bad 2>&1
		[ ! -s bad ] || { echo "SEED=$((SEED + n)) HISTORIES=1:"; head -20 bad; } >>"../bad.$1"
		awk 'END { print NR }' events >>"../events.$1"
		n=$((n + $2))
	done
}
: >bad.0
worker 0 2 &
: >bad.1
(worker 1 2)
wait
cat bad.0 bad.1 >bad
echo "# $(cat events.? | awk '{ s += $1 } END { print NR " histories, " s + 0 " events" }')" >&8
is 'all histories were run' "$(cat events.? | wc -l)" "$HISTORIES"
none 'the program and the model agree, in any order, however fed' bad
finish
