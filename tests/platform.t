#!/bin/sh
# A platform's history against a slow reference in awk (tests/platform/): listings with terms,
# lifts and ends; events, late ones too, and appeals; measures with what they bring; all of it
# given twice, and ids with other content.  Then N records through four programs in one pipe,
# two of them writers on the one store, which are killed twice before.  Answers and what is
# left are the reference's.  N, STEPS, SIZE: how much; SEED: another history.
. tests/lib.sh
. tests/fault.sh
echo "# SEED=$SEED"
N=${N:-20000}
STEPS=${STEPS:-24}
SIZE=${SIZE:-40}
d=$TMPDIR
s=$d/store
awk=${AWK:-awk}
t=$TOP/tests/platform
echo '{"blacklist":{"first_months":1,"repeat_months":1,"most_months":6}}' >"$d/policy"

accounts $((N / 5 > 100 ? N / 5 : 100)) "$d/accounts.all" $((SEED % 1000 + 1))
sed -i 's/"note":"[^"]*"//; s/,}$/}/' "$d/accounts.all"
# Those whose licences and documents last until the end of the history.
acct-verify -q --no-store --now 2027-05-15T00:00:00 "$d/accounts.all" |
    awk 'NR == FNR { bad[FNR] = /"verdict":"reject"/; next } !bad[FNR]' - "$d/accounts.all" >"$d/accounts.ok"
new_store "$s"
acct-verify register -q -s "$s" -p "$d/policy" --now "$NOW" "$d/accounts.ok" >"$d/registered"
is 'the accounts are registered' "$(grep -c '"verdict":"pass"' "$d/registered")" "$(wc -l <"$d/accounts.ok")"
jq -r '[.account, .subject, .name] | join("\t")' "$d/registered" >"$d/accounts"

mkdir "$d/h"
"$awk" -v seed="$SEED" -v dir="$d/h" -v n="$N" -v steps="$STEPS" -v size="$SIZE" -v most=6 \
    -f "$t/time.awk" -f "$t/history.awk" "$d/accounts" "$d/accounts.ok"
# What nothing is left of has a file all the same.
for of in listings measures scores; do : >"$d/h/end.$of"; done
"$awk" -v dir="$d/h" -v first=1 -v repeat=1 -v most=6 -f "$t/time.awk" -f "$t/list.awk" \
    -f "$t/points.awk" -f "$t/reference.awk" "$d/accounts"


# say VERB: an answer in the words of the reference.
say() {
	jq -r --arg verb "$1" -f "$t/say.jq"
}
four() {	# the pipe; $kill: goes before the last program
	# shellcheck disable=SC2086  # words of a command
	acct-verify register -q -s "$s" -p "$d/policy" --now "$now" |
	    blacklist -q -s "$s" -p "$d/policy" --now "$now" |
	    enforce check -q -s "$s" -p "$d/policy" --now "$now" - |
	    $kill credit-score apply -q -s "$s" -p "$d/policy" --now "$now"
}

differ=0 answers=0
while read -r verb now step; do
	[ "$verb" != pipe ] || break
	case $verb in
	add|lift) set -- blacklist "$verb" -q ;;
	event) set -- credit-score apply -q ;;
	measure) set -- enforce apply -q ;;
	unmeasure) set -- enforce lift -q ;;
	due) set -- enforce due ;;
	esac
	"$@" -s "$s" -p "$d/policy" --now "$now" <"$d/h/$step" 2>"$d/err" | say "$verb" >"$d/got"
	if [ "$verb" = due ]; then
		sort -o "$d/got" "$d/got"
		sort -o "$d/h/want.$step" "$d/h/want.$step"
	fi
	answers=$((answers + $(wc -l <"$d/got")))
	cmp -s "$d/got" "$d/h/want.$step" || {
		differ=$((differ + 1))
		[ $differ -gt 1 ] || { echo "# $verb at $now: wanted, got"; head -1 "$d/err"
		    diff "$d/h/want.$step" "$d/got" | head -6 | sed 's/^/# /'; } >&8
	}
done <"$d/h/steps"
is "$STEPS steps, $answers answers: each is the reference's" "$differ" 0
cat "$d"/h/want.step.* | cut -d ' ' -f 2 | sort | uniq -c >"$d/kinds"
ok 'both yes and no were among them' [ "$(awk '$1 > 40' "$d/kinds" | grep -c -w -e ok -e no)" = 2 ]

for ms in 040 150; do
	kill="timeout -s KILL 0.$ms"
	four <"$d/h/pipe" >/dev/null 2>&1
done
kill=
four <"$d/h/pipe" 2>"$d/err" | say pipe >"$d/got"
same "$N records through four programs: each answer is the reference's" "$d/got" "$d/h/want.pipe"
head -n 2000 "$d/h/pipe" | four | say pipe >"$d/got"
head -n 2000 "$d/h/want.pipe" >"$d/want"
same 'and given again the same' "$d/got" "$d/want"

# What is left, then and 25 days later.
for end in "$now" "$(cat "$d/h/later")"; do
	blacklist -q -s "$s" -p "$d/policy" --now "$end" "$d/registered" |
	    enforce check -q -s "$s" -p "$d/policy" --now "$end" - |
	    credit-score -q -s "$s" -p "$d/policy" --now "$end" | say end >>"$d/end.accounts"
	blacklist list -s "$s" -p "$d/policy" --now "$end" | jq .n | sort -n >>"$d/end.listings"
	enforce list --open -s "$s" -p "$d/policy" --now "$end" | jq -r .measure >>"$d/end.measures"
	credit-score list -s "$s" -p "$d/policy" --now "$end" |
	    jq -r '"\(.owner) \(.credit) \(.level)"' >>"$d/end.scores"
done
sort -o "$d/end.measures" "$d/end.measures"
sort -o "$d/h/end.measures" "$d/h/end.measures"
sort -o "$d/end.scores" "$d/end.scores"
sort -o "$d/h/end.scores" "$d/h/end.scores"
same 'listings, states, scores and services of all accounts' "$d/end.accounts" "$d/h/end.accounts"
same 'listings that are left' "$d/end.listings" "$d/h/end.listings"
same 'measures in force' "$d/end.measures" "$d/h/end.measures"
same 'scores of all subjects' "$d/end.scores" "$d/h/end.scores"
credit-score rebuild -q -n -s "$s" -p "$d/policy" --now "$now" >"$d/differ"
none 'all that was folded forward folds anew to the same' "$d/differ"
ok 'the store and its journal are whole' beian-store check -q -s "$s"
finish
