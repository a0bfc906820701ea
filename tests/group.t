#!/bin/sh
# group-cap against an independent slow model (tests/model/group.awk) on a random history of
# operations: every answer, every count and what is left; the same history in one go, in
# other batches, with repeats and with kills gives the same.  Then caps that many run for at
# once, caps that are lowered, and the least and largest caps.
# N: operations; G1: trials of the run for 100 places; G2: how often one is killed; SEED.
. tests/lib.sh
SEED=${SEED:-$(($(date +%s) % 1000000))}
N=${N:-4000}
G2=${G2:-6}
G1=${G1:-1}
echo "# SEED=$SEED N=$N" >&8
d=$TMPDIR
m=$TOP/tests/model
policy=$m/group.json
time=$TOP/tests/platform/time.awk
awk=${AWK:-awk}
start=2026-11-24T00:00:00
cd "$d" || exit 1

# ---- The history: users of whom every ninth is not registered, two or one to a person.
users=$((N / 100 > 40 ? N / 100 : 40))
"$awk" -v n="$users" 'BEGIN {
	for (i = 1; i <= n; i++)
		if (i % 9)
			printf "{\"user\":\"u%d\",\"name\":\"n\",\"id_type\":\"passport\",\"id_number\":\"E%08d\"," \
			    "\"mobile\":\"138%08d\",\"agreement\":\"1\",\"agreed_at\":\"2026-03-21\"}\n", \
			    i, int(i * 2 / 3), i
}' >register
new_store base
acct-verify register -q -s base -p "$policy" --now $start register >registered
jq -r '[.user, .subject] | @tsv' registered | "$awk" -v n="$users" '{ s[$1] = $2 } END {
	for (i = 1; i <= n; i++)
		print "u" i "\t" ("u" i in s ? s["u" i] : "-")
}' >users
"$awk" -v seed="$SEED" -v n="$N" -v span_days=$((60 + N / 10000)) -v start=$start -v dir=. \
    -f "$time" -f "$m/operations.awk" users
end=$(cat end)
enforce apply -q -s base -p "$policy" --now $start measures >measures.out 2>err
blacklist add -q -s base -p "$policy" --now $start listings >listings.out 2>>err
credit-score apply -q -s base -p "$policy" --now "$end" credit >credit.out 2>>err
is 'events, measures and listings are taken' "$(cat ./*.out | grep -c '"verdict":"reject"')" 0
enforce list -s base -p "$policy" --now "$end" >measures.out
for of in policy users credit listings measures; do
	case $of in policy) f=$policy ;; users) f=registered ;; *) f=$of.out ;; esac
	jq -r --arg of $of --slurpfile policy "$policy" --slurpfile users registered -f "$m/facts.jq" $f
done >facts
: >groups
: >members
"$awk" -v now="$end" -v dir=. -f "$time" -f "$m/group.awk" facts operations >wanted
is 'the model has no cap exceeded, one owner each, and counts that are right' "$?" 0
[ -e persons ] || finish
cut -d ' ' -f 2 wanted | sort | uniq -c | tr -s '\n ' ' ' | sed 's/^/#/' >&8
echo >&8
cut -d ' ' -f 3 wanted | tr , '\n' | sort | uniq -c >codes
echo "# $(wc -l <codes) codes; $(wc -l <groups) groups, $(wc -l <members) seats at the end" >&8

apply() {	# apply STORE
	run group-cap apply -q -s "$1" -p "$policy" --now "$end"
}
look() {	# look STORE WHAT...
	s=$1
	shift
	run group-cap "$@" -s "$s" -p "$policy" --now "$end"
}
# All that is in a store of groups.
state() {
	look "$1" list
	look "$1" list --members
	look "$1" list --persons
	look "$1" list --past
	for g in $(sed -n '1p;$p' groups | cut -f 1); do look "$1" show --group "$g"; done
	look "$1" show --user u1
}
# What must hold of any store at any time; prints what does not.
invariants() {
	look "$1" recount -q || echo 'counts are wrong'
	look "$1" list | jq -r '["G", .group, .closed_at // "", .owner, .members, .managers, .group_code] | @tsv' >i.groups
	look "$1" list --members | jq -r '["M", .group, .user, .role] | @tsv' >i.members
	look "$1" list --persons | jq -r 'select(.joined > 6 or .created > 4) | "\(.) too many"'
	"$awk" -F '\t' '
	$1 == "M" && $4 ~ /^(owner|manager|member)$/ { n[$2]++; r[$2, $4]++; if ($4 == "owner") own[$2] = $3 }
	$1 == "G" && $7 in code { print $2 ": the code of " code[$7] }
	$1 == "G" { code[$7] = $2 }
	$1 == "G" && ($5 != n[$2] + 0 || $6 != r[$2, "manager"] + 0) { print $2 ": counts" }
	$1 == "G" && ($5 > 10 || $6 > 2) { print $2 ": too many" }
	$1 == "G" && ($3 != "" ? n[$2] : r[$2, "owner"] != 1 || own[$2] != $4) { print $2 ": owner" }
	' i.members i.groups
}

# In pieces, and after each of them all that must hold does.
cp -r base pieces
split -a 3 -l $(((N + 11) / 12)) operations piece.
for f in piece.*; do
	apply pieces <"$f" 2>>err
	invariants pieces >>bad
done | jq -r -f "$m/say.jq" >got
same "$N answers are the model's" got wanted
touch bad
none 'after each batch one owner each, no cap exceeded, counts as counted anew, no code twice' bad
state pieces >state

look pieces list | jq -r '[.group, .name, if .closed_at then "closed" else "open" end, .category,
    .tier, .members, .managers, if .closed_at then "-" else .owner end, .group_code, .limit] |
    @tsv' | sort >got
sort groups >want
same 'groups at the end' got want
look pieces list --members | jq -r '[.group, .user, .subject // "@" + .user, .role] | @tsv' | sort >got
sort members >want
same 'seats at the end' got want
look pieces list --persons | jq -r 'select(.joined > 0) |
    [.subject // "@" + .user, .joined, .created, .large] | @tsv' | sort >got
sort persons >want
same 'counts of persons at the end' got want

cp -r base whole
apply whole <operations 2>>err | jq -r -f "$m/say.jq" >got
same 'in one go, the same answers' got wanted
state whole >got
same 'and the same store' got state

# Line by line at first, and what was given before again in between.
"$awk" -v seed="$SEED" 'BEGIN { srand(seed) }
NR == FNR { want[NR] = $0; next }
{
	line[FNR] = $0
	n = 0
	do {
		i = n++ ? 1 + int(rand() * FNR) : FNR
		print line[i]
		print want[i] >"repeats.want"
	} while (rand() < 0.3)
}' wanted operations >repeats
head -n 300 repeats >first
tail -n +301 repeats >rest
cp -r base other
{
	while IFS= read -r l; do echo "$l"; done <first | apply other
	apply other <rest
} 2>>err | jq -r -f "$m/say.jq" >got
same 'line by line, with repeats: each gets its answer again' got repeats.want
state other >got
same 'and the same store' got state

dribble() {	# a little at a time, so that there are many transactions
	"$awk" '{ print } NR % 50 == 0 { fflush() }' operations
}
# Killed at random moments; what was said by then stays so, and the whole again ends the same.
rm -rf whole
cp -r base whole
t0=$(date +%s%N)
dribble | apply whole >/dev/null 2>>err
ms=$((($(date +%s%N) - t0) / 1000000))
i=0 said=0
: >bad
while [ $i -lt "$G2" ]; do
	if [ $((i % 2)) = 0 ]; then	# else killed once more
		rm -rf killed
		cp -r base killed
	fi
	i=$((i + 1))
	after=$("$awk" -v seed="$((SEED + i))" -v ms=$ms 'BEGIN { srand(seed); rand()
	    printf "%.3f", (5 + rand() * ms) / 1000 }')
	{
		dribble | timeout -s KILL "$after" group-cap apply -q -s killed -p "$policy" \
		    --now "$end" >out
	} 2>/dev/null
	sed '$!b;/}$/!d' out | jq -r -f "$m/say.jq" >got
	head -n "$(wc -l <got)" wanted | cmp - got >>bad 2>&1
	[ "$(wc -l <got)" = "$N" ] || said=$((said + 1))
done
none "killed $i times, $said of them in the middle: what was said is true" bad
apply killed <operations 2>>err | jq -r -f "$m/say.jq" >got
same 'all of it again: the same answers' got wanted
state killed >got
same 'and the same store' got state
rm -rf pieces whole other killed

# ---- Caps that many run for, lowered caps, the least and the largest.  Nobody here has a cap.
one() {	# one MEMBERS: a policy with one tier of so many
	echo "{\"group\":{\"large_from\":2147483647,\"persons\":[{}],\"tiers\":[{\"tier\":\"T\",
	    \"members\":$1,\"level\":\"E\",\"review\":\"none\"}],\"join\":[{\"from\":0,\"mode\":\"open\",
	    \"qr\":true}]}}" >one.json
}
op() {	# op ID OP GROUP USER [MORE]
	echo "{\"id\":\"$1\",\"op\":\"$2\",\"group\":\"$3\",\"user\":\"$4\",\"time\":\"2026-11-25\"," \
	    "\"verification\":\"qr\",\"name\":\"n\",\"category\":\"family\"${5-}}"
}
joins() {	# joins GROUP PREFIX FROM TO
	"$awk" -v g="$1" -v p="$2" -v i="$3" -v to="$4" 'BEGIN { for (; i <= to; i++)
		printf "{\"id\":\"%s%s%d\",\"op\":\"join\",\"group\":\"%s\",\"user\":\"%s%d\"," \
		    "\"time\":\"2026-11-25\",\"verification\":\"qr\"}\n", g, p, i, g, p, i }'
}
do_it() {
	run group-cap apply -q -s caps -p one.json --now 2026-11-26T00:00:00
}
members() {
	group-cap show --group "$1" -s caps -p one.json --now 2026-11-26T00:00:00 | jq .members | head -1
}

# A store in which nobody is listed, and no measure is in force.
new_store caps
acct-verify register -q -s caps -p "$policy" --now $start register >/dev/null

# 400 run for 99 places beside the owner, in 8 processes at a barrier; in every second trial
# some of these are killed, and their input is given again.
one 100
mkfifo go
g=0
: >bad
while [ $g -lt "$G1" ] || [ $g -lt 2 ]; do
	g=$((g + 1))
	op "b$g" create "b$g" u1 | do_it >/dev/null 2>>err
	for i in 1 2 3 4 5 6 7 8; do
		joins "b$g" "p$i." 1 50 >run.$i
		kill=
		[ $((g % 2 * 8 + i)) -gt 4 ] || kill="timeout -s KILL 0.0$(((SEED + g + i) % 4 + 1))"
		{
			: <go
			"$awk" '{ print; fflush() }' run.$i |
			    $kill group-cap apply -q -s caps -p one.json --now 2026-11-26T00:00:00
		} >run.$i.out 2>/dev/null &
	done
	exec 9>go
	wait
	exec 9>&-
	[ $((g % 2)) = 1 ] || for i in 1 2 3 4; do do_it <run.$i >>run.$i.out 2>>err; done
	# what was acknowledged before a kill counts too: once for each id
	pass=$(sed '/}$/!d' run.?.out | jq -r 'select(.verdict == "pass").id' | sort -u | wc -l)
	[ "$pass" = 99 ] && [ "$(members "b$g")" = 100 ] || echo "trial $g: $pass joined, $(members "b$g") are in"
done >>bad
none "$g trials: 8 processes, 50 joiners each, and never one more or less than the cap" bad

# A cap that is lowered puts nobody out.
op l create l u1 | do_it >out 2>>err
joins l q 1 79 | do_it >>out 2>>err
is '80 of 100 are in' "$(members l)" 80
one 50
is 'with a cap of 50 they are reported, not put out' \
    "$(group-cap check -s caps -p one.json --now 2026-11-26T00:00:00 |
    jq -c 'select(.group == "l") | [.members, .limit, .cap]')" '[80,50,"over"]'
joins l r 1 1 | do_it >out 2>>err
is 'and nobody joins' "$(jq -r '[.verdict, .findings[].code] | join(" ")' out)" 'reject cap-members'
i=1
while [ $i -le 31 ]; do
	op "leave$i" leave l "q$i"
	i=$((i + 1))
done >in
do_it <in >out 2>>err
is 'when 31 have left there is one place' "$(jq -r .verdict out | sort | uniq -c | tr -s ' '
    members l)" "$(printf ' 31 pass\n49')"
{
	joins l r 2 4
	joins l r 2 2
} | do_it >out 2>>err
is 'which the next gets, and only once' "$(jq -r .verdict out | tr '\n' ' ')$(members l)" \
    'pass reject reject pass 50'

# One below the cap, the cap, and one above; 1 and 2^31 - 1.
for cap in 1 2 7; do
	one $cap
	{
		op c$cap create c$cap u1
		joins c$cap x 1 8
	} | do_it 2>>err | jq -r .verdict | sort | uniq -c | tr -s '\n ' ' '
	members c$cap
done >got
printf ' 1 pass 8 reject 1\n 2 pass 7 reject 2\n 7 pass 2 reject 7\n' >want
same 'caps of 1, 2 and 7 hold so many' got want
one 2147483647
{
	op m create m u1 ',"capacity":2147483647'
	joins m x 1 3
	op n create n u1 ',"capacity":2147483648'
} | do_it 2>>err | jq -r '[.verdict, .members // "-", .limit // "-", .findings[].code] | join(" ")' >got
printf 'pass %d 2147483647\n' 1 2 3 4 >want
echo 'reject - - op-incomplete' >>want
same 'a cap of 2^31 - 1, and none of 2^31' got want
for cap in 0 2147483648; do
	one $cap
	joins m x 9 9 | do_it >/dev/null 2>&1
	echo $?
done >got
is 'no tier of 0 members or of 2^31' "$(tr '\n' ' ' <got)" '2 2 '
ok 'all counts are right at the end' group-cap recount -q -s caps -p "$policy" --now "$end"
ok 'and the store and its journal are whole' beian-store check -q -s caps >/dev/null
finish
