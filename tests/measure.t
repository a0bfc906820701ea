#!/bin/sh
# Measures against a model: histories of measures taken, given again, lifted and ended, with ends
# at exact seconds.  The model (awk) knows the rules of the policy below and the ends, nothing
# of the store: what is in force when, what it takes, what it lists, what credit is left.
# Then the store against its own journal, and against the same history without kills and
# repeats.  HISTORIES, SECONDS: how many; TORTURE=1: 2,000 and 300.  SEED=N: others.
# shellcheck disable=SC2016  # jq programs
. tests/lib.sh

SEED=${SEED:-1}
if [ -n "${TORTURE-}" ]; then
	HISTORIES=${HISTORIES:-2000} SECONDS_AT=${SECONDS_AT:-300}
else
	HISTORIES=${HISTORIES:-4} SECONDS_AT=${SECONDS_AT:-12}
fi
cd "$TMPDIR" || exit 1

cat >policy.json <<'END'
{"measure": {"ladder": "t", "ladders": {"t": {"account": [
    {"kind": "warn", "title": "警示", "step": 1, "clause": "PA-13-1a", "term": "may", "most_days": 2},
    {"kind": "limit", "step": 2, "clause": "PA-13-1a", "takes": ["recommend", "follow"], "term": "must", "most_days": 2},
    {"kind": "suspend", "step": 3, "clause": "PA-13-1a", "takes": ["publish"], "state": "suspended", "term": "must", "most_days": 2},
    {"kind": "close", "step": 4, "clause": "PA-13-1a", "takes": ["*"], "state": "closed", "term": "never"},
    {"kind": "hold", "step": 0, "clause": "PA-13-1a", "takes": ["monetise"], "term": "must", "most_days": 2, "review": true},
    {"kind": "ban", "step": 0, "clause": "PA-13-2c", "lists": true, "term": "must", "most_days": 2},
    {"kind": "low", "step": 0, "clause": "PA-06-2b", "credit": true, "term": "never"}],
  "user": [], "group": [
    {"kind": "warn", "step": 1, "clause": "GR-11-1a", "term": "may", "most_days": 2},
    {"kind": "stop", "step": 2, "clause": "GR-11-1a", "takes": ["post"], "state": "suspended", "term": "must", "most_days": 2}]}}},
 "credit": {"account": {"recover": {"by": "none"},
   "deduct": [{"kind": "low", "class": "measure", "given": true, "most": 100}]}}}
END

# Accounts a1 to a3 are registered, a9 is not.
new_store empty
for i in 1 2 3; do
	printf '{"account":"a%s","name":"青柠观察%s","state":"active","category":"technology","subject_kind":"person","id_type":"resident-id","id_number":"%s","mobile":"1380013800%s","registered_at":"2026-03-22","verified_by":"chen","verified_at":"2026-03-21","verify_method":"face","subject_name":"王小明","agreement":"2026-01","agreed_at":"2026-03-21"}\n' \
	    $i $i "$(echo 330102199003071230 330102198501012044 440103198804120028 | cut -d ' ' -f $i)" $i
done | acct-verify register -s empty --now 2026-11-20T00:00:00 >accounts
is 'three accounts are registered' \
    "$(acct-verify list -s empty | wc -l)" 3

cat >model.awk <<'END'
# Writes the commands to `ops` and what they should say to `want`.
function time(t) {
	return sprintf("2026-11-%02dT%02d:%02d:%02d", 24 + int(t / 86400), int(t / 3600) % 24,
	    int(t / 60) % 60, t % 60)
}
function rnd(n) { return int(rand() * n) }
function stands(m, t) {
	return from[m] <= t && (t < until[m] || review[kind[m]]) && !(m in lifted && lifted[m] <= t)
}
function op(verb, line) { print verb, time(now), line >"ops" }
function want(s) { print s >"want" }

function apply(	line, id, k, f, u, t, who, points, ok, side, i, given, text) {
	if (n_given > 0 && rnd(8) == 0) {	# the same again, or its id with something else
		i = 1 + rnd(n_given)
		line = again[i]
		given = 1
		if (rnd(2) == 0) {
			sub(/"clause":"/, "\"clause\":\"other ", line)
			given = 2
		}
		id = name[i]
		want(id " " (given == 1 ? "ok" : "no"))
		op("apply", line)
		return
	}
	id = "m" ++serial
	side = rnd(4) == 0 ? "group" : "account"
	who = side == "group" ? "g" (1 + rnd(2)) : rnd(15) == 0 ? "a9" : "a" (1 + rnd(3))
	k = side == "group" ? (rnd(2) ? "warn" : "stop") : word[1 + rnd(rnd(3) ? 7 : 3)]
	if (rnd(20) == 0)
		k = "scold"
	t = now - rnd(4) + (rnd(25) == 0) * 9
	f = rnd(3) == 0 ? t + rnd(200) - 50 : t
	u = rnd(3) == 0 ? now + rnd(5) : f + rnd(600)
	if (rnd(20) == 0)
		u = f + 2 * 86400 + rnd(2)
	if (term[k] == "never" ? rnd(10) > 0 : rnd(10) == 0 || (term[k] == "may" && rnd(2)))
		u = 1e15
	line = sprintf("{\"id\":\"%s\",\"%s\":\"%s\",\"kind\":\"%s\",\"time\":\"%s\"", id, side, who,
	    k, time(t))
	if (f != t || rnd(2))
		line = line ",\"from\":\"" time(f) "\""
	if (u < 1e15)
		line = line ",\"until\":\"" time(u) "\""
	ok = k != "scold" && who != "a9" && t <= now
	if (rnd(15) > 0)
		line = line ",\"ground\":\"law\",\"clause\":\"s 4\""
	else
		ok = 0
	if (rnd(15) > 0)
		line = line (rnd(2) ? ",\"operator\":\"wang\"" : ",\"automated\":true")
	else
		ok = 0
	if (k == "low") {
		points = rnd(30) + (rnd(10) == 0) * 100
		line = line ",\"points\":" points
		ok = ok && points > 0 && points <= 100
	}
	if (u < 1e15)
		ok = ok && term[k] != "never" && u > f && u - f <= 2 * 86400
	else
		ok = ok && term[k] != "must"
	line = line "}"
	op("apply", line)
	want(id " " (ok ? "ok" : "no"))
	if (!ok)
		return
	kind[id] = k; from[id] = f; until[id] = u; target[id] = who; less[id] = points
	order[++n] = id
	again[++n_given] = line; name[n_given] = id
}

function lift(	id, m, i, ok, line) {
	if (n_lifts > 0 && rnd(8) == 0) {
		i = 1 + rnd(n_lifts)
		op("lift", lift_line[i])
		want("L" lift_of[i] " ok")
		return
	}
	m = n == 0 || rnd(15) == 0 ? "m999" : order[1 + rnd(n)]
	id = "l" ++lifts
	line = sprintf("{\"id\":\"%s\",\"measure\":\"%s\",\"by\":\"li\",\"reason\":\"r\"", id, m)
	ok = m in kind && !(m in lifted) && (until[m] > now || review[kind[m]])
	if (rnd(15) == 0)
		ok = 0
	else
		line = line ",\"basis\":\"b\""
	line = line "}"
	op("lift", line)
	want("L" m " " (ok ? "ok" : "no"))
	if (ok) {
		lifted[m] = now
		lift_line[++n_lifts] = line
		lift_of[n_lifts] = m
	}
}

function due(	i, m) {
	op("due", "")
	for (i = 1; i <= n; i++) {
		m = order[i]
		if (until[m] > now || m in lifted || m in ended)
			continue
		want("due " m " " (review[kind[m]] ? "review" : "ended"))
		if (!review[kind[m]])
			ended[m] = 1
	}
}

function look(	t, i, j, m, w, state, taken, list, less_of, sum, has, parts, c) {
	t = rnd(2) ? now : n > 0 && rnd(2) ? until[order[1 + rnd(n)]] - rnd(2) : now - rnd(300)
	if (t > 1e9 || t < 0)
		t = now
	print "open", time(t) >"ops"
	for (i = 1; i <= n; i++)
		if (stands(order[i], t))
			want("open " order[i])
	print "look", time(now) >"ops"
	for (w = 1; w <= 5; w++) {
		state = "active"; taken = ""; list = "no"; sum = 0
		for (i = 1; i <= n; i++) {
			m = order[i]
			if (target[m] != who[w])
				continue
			if (kind[m] == "low" && !(m in lifted))
				sum += less[m]
			if (!stands(m, now))
				continue
			if (kind[m] == "ban")
				list = "yes"
			if (asks[kind[m]] == "closed" || (asks[kind[m]] != "" && state == "active"))
				state = asks[kind[m]]
			taken = taken " " takes[kind[m]]
		}
		want("check " who[w] " " state " " unique(taken) " " (state == "active" ? "fits" : "differs"))
		if (w <= 3) {
			want("credit " who[w] " " (sum > 100 ? 0 : 100 - sum))
			want("list " who[w] " " list)
		}
	}
}
function unique(s,	p, k, i, out, j) {
	if (index(s, "*"))
		return "*"
	k = split("follow monetise post publish recommend", p, " ")
	for (i = 1; i <= k; i++)
		if (index(" " s " ", " " p[i] " "))
			out = out "," p[i]
	return substr(out, 2) == "" ? "-" : substr(out, 2)
}

BEGIN {
	srand(seed)
	split("warn limit suspend hold ban low close", word, " ")
	split("a1 a2 a3 g1 g2", who, " ")
	term["warn"] = "may"
	term["limit"] = term["suspend"] = term["hold"] = term["ban"] = term["stop"] = "must"
	term["close"] = term["low"] = "never"
	takes["limit"] = "recommend follow"; takes["suspend"] = "publish"; takes["close"] = "*"
	takes["hold"] = "monetise"; takes["stop"] = "post"
	asks["suspend"] = asks["stop"] = "suspended"; asks["close"] = "closed"
	review["hold"] = 1
	now = 36000
	for (step = 0; step < 40; step++) {
		now += rnd(3) ? rnd(20) : rnd(400)
		# Often the very second at which something ends.
		if (n > 0 && rnd(3) == 0) {
			x = until[order[1 + rnd(n)]] - rnd(2)
			if (x < 1e15 && x > now && x < now + 2000)
				now = x
		}
		r = rnd(10)
		if (r < 5) apply()
		else if (r < 7) lift()
		else if (r < 8) due()
		else look()
	}
	look()
	for (i = 1; i <= n; i++)
		print order[i], order[i] in lifted ? "lifted" : order[i] in ended ? "ended" : "open" >"states"
}
END

for w in a1 a2 a3 g1 g2; do
	case $w in a*) m=account ;; *) m=group ;; esac
	echo "{\"$m\":\"$w\",\"q\":\"check\",\"state\":\"active\"}"
done >check.in
sed -n '/account/s/check/credit/p' check.in >credit.in
sed -n '/account/s/check/list/p' check.in >list.in

# act VERB TIME LINE: one step on the store $s; with $kills it is killed once before, somewhere.
act() {
	case $1 in
	apply|lift)
		if [ -n "$kills" ] && [ $((kills += 1)) -gt 0 ] && [ $((kills % 5)) = 0 ]; then
			echo "$3" | timeout -s KILL "0.0$((kills * 7 % 16 + 10))" enforce "$1" -s "$s" \
			    -p policy.json --now "$2" >/dev/null 2>&1
		fi
		echo "$3" | enforce "$1" -s "$s" -p policy.json --now "$2" ;;
	due)
		enforce due -s "$s" -p policy.json --now "$2" ;;
	open)
		enforce list --open -s "$s" -p policy.json --as-of "$2" | sed 's/^{/{"q":"open",/' ;;
	look)
		enforce check -s "$s" -p policy.json --now "$2" check.in
		credit-score -s "$s" -p policy.json --now "$2" credit.in
		blacklist -s "$s" -p policy.json --now "$2" list.in ;;
	esac
}

cat >say.jq <<'END'
if .due == "report" then empty
elif .due then "due \(.measure) \(.due)"
elif .q == "open" then "open \(.measure)"
elif .q == "check" then "check \(.account // .group) \(.after.state) \(
    if .after.taken == [] then "-" else .after.taken | sort | join(",") end) \(
    if any(.findings[]; .code == "state-mismatch") then "differs" else "fits" end)"
elif .q == "credit" then "credit \(.account) \(.credit)"
elif .q == "list" then "list \(.account) \(if (.listed // []) == [] then "no" else "yes" end)"
else (if .measure then "L" + .measure else .id end) + " " +
    if .verdict == "reject" then "no" else "ok" end
end
END

bad=0 unlike=0 forgot=0 steps=0 states=0
h=0
while [ $((h += 1)) -le "$HISTORIES" ]; do
	rm -rf one two ops want states got.raw
	: >states
	: >want
	awk -v seed=$((SEED * 100000 + h)) -f model.awk </dev/null
	cp -r empty one
	cp -r empty two
	s=one kills=1
	while read -r verb at line; do
		act "$verb" "$at" "$line"
	done <ops >got.raw 2>err
	jq -r -f say.jq got.raw | sort >got
	sort want >want.sorted
	steps=$((steps + $(wc -l <want)))
	if ! cmp -s got want.sorted; then
		[ $((bad += 1)) -gt 1 ] || { echo "# seed $SEED, history $h"; diff want.sorted got | head -20 | sed 's/^/# /'; head -3 err; } >&8
	fi
	# Nothing but what was told changes the store: no kills, no repeats, no questions.
	s=two kills=
	grep -E '^(apply|lift|due)' ops | awk '{ l = $0; sub(/^[a-z]+ [^ ]+ /, "", l) } $1 == "due" || !seen[$1 l]++' >less
	while read -r verb at line; do
		act "$verb" "$at" "$line"
	done <less >/dev/null 2>&1
	enforce list -s one -p policy.json >one.list
	enforce list -s two -p policy.json >two.list
	"$BIN/tests/entries" one >one.journal
	"$BIN/tests/entries" two >two.journal
	cmp -s one.list two.list && cmp -s one.journal two.journal || unlike=$((unlike + 1))
	# The journal alone says how each measure stands.
	jq -r 'select(.program == "enforce") |
	    [.what.measure, {apply: "open", lift: "lifted", end: "ended"}[.verb]] | join(" ")' one.journal |
	    awk '{ at[$1] = $2 } END { for (m in at) print m, at[m] }' | sort >replayed
	jq -r '"\(.measure) \(.state)"' one.list | sort >stored
	sort states >states.sorted
	states=$((states + $(wc -l <stored)))
	if ! cmp -s replayed stored || ! cmp -s stored states.sorted; then
		forgot=$((forgot + 1))
		echo "# seed $SEED, history $h: journal, store, model" >&8
		diff replayed stored | head >&8
		diff stored states.sorted | head >&8
	fi
	jq -r '"\(.journal) \(.measure)"' one.list | sort >named
	jq -r 'select(.program == "enforce" and .verb == "apply") | "\(.n) \(.what.measure)"' one.journal |
	    sort | cmp -s - named || forgot=$((forgot + 1))
done
is "$HISTORIES histories, $steps answers: each is the model's" \
    "$bad $((steps > HISTORIES * 20 && states > HISTORIES))" '0 1'
is 'kills, repeats and questions leave the same measures and the same journal' "$unlike" 0
is "$states measures: stored, replayed from the journal and in the model they stand the same" \
    "$forgot" 0
ok 'the journal and the store are whole' sh -c 'beian-store check -s one'

# ---- the second before, and the second

rm -rf one
cp -r empty one
awk -v n="$SECONDS_AT" -v seed="$SEED" '
function time(t) {
	return sprintf("2026-11-%02dT%02d:%02d:%02d", 24 + int(t / 86400), int(t / 3600) % 24,
	    int(t / 60) % 60, t % 60)
}
BEGIN {
	srand(seed)
	t = 36000
	for (i = 1; i <= n; i++) {
		f = t + 10 + int(rand() * 300)
		t = u = f + 10 + int(rand() * 400)
		k = i % 2 ? "suspend" : "ban"
		printf "{\"id\":\"s%d\",\"account\":\"a1\",\"kind\":\"%s\",\"ground\":\"law\",\"clause\":\"s 4\",\"operator\":\"w\",\"time\":\"%s\",\"from\":\"%s\",\"until\":\"%s\"}\n", i, k, time(36000), time(f), time(u) >"in"
		print k, time(f - 1), "before" >"moments"
		print k, time(f), "within" >"moments"
		print k, time(u - 1), "within" >"moments"
		print k, time(u), "after" >"moments"
	}
}'
enforce apply -q -s one -p policy.json --now 2026-11-24T10:00:00 in >out
is "$SECONDS_AT measures are taken" "$(grep -c '"effects":\[{' out)" "$SECONDS_AT"
head -n 1 credit.in | sed 's/}/,"rights":["publish"]}/' >publishes
wrong=0
sed -n 1p accounts >first
while read -r kind t where; do
	if [ "$kind" = suspend ]; then
		got=$(acct-verify -s one -p policy.json --as-of "$t" first | grep -c state-mismatch)
		got=$got$(credit-score -s one -p policy.json --as-of "$t" publishes | grep -c service-exceeds)
		got=$got$(enforce check -s one -p policy.json --as-of "$t" publishes | grep -c service-exceeds)
	else
		got=$(blacklist -s one -p policy.json --as-of "$t" list.in | grep -c account-listed)
		got=$got$(acct-verify -s one -p policy.json --as-of "$t" first | grep -c account-listed)
		got=$got$(enforce list -s one -p policy.json --open --as-of "$t" | grep -c '"kind":"ban"')
	fi
	if [ "$where" = within ]; then w=111; else w=000; fi
	[ "$got" = $w ] || { wrong=$((wrong + 1)); echo "# $kind $t $where: $got" >&8; }
done <moments
is "$((SECONDS_AT * 4)) seconds around starts and ends: every program says the same" "$wrong" 0

# ---- killed in the middle of many

rm -rf one two
cp -r empty one
cp -r empty two
seq 3000 | sed 's/.*/{"id":"k&","group":"g&","kind":"stop","ground":"law","clause":"s 4","operator":"w","time":"2026-11-24T10:00:00","until":"2026-11-25"}/' >in
kills=0
for ms in 15 20 25 30 40 50 60; do
	timeout -s KILL "0.0$ms" enforce apply -q -s one -p policy.json --now 2026-11-24T11:00:00 in >part 2>/dev/null || kills=$((kills + 1))
done
enforce apply -q -s one -p policy.json --now 2026-11-24T11:00:00 in >out
enforce apply -q -s two -p policy.json --now 2026-11-24T11:00:00 in >once
same "3000 measures, killed $kills times: the answers" out once
enforce list -s one -p policy.json >one.list
enforce list -s two -p policy.json >two.list
same 'and the measures' one.list two.list
enforce due -s one -p policy.json --now 2026-11-25T00:00:00 | grep -c '"due":"ended"' >out
is 'all of them end at their second' "$(cat out) $(enforce list --open -s one -p policy.json --as-of 2026-11-25 | wc -l)" '3000 0'
finish
