#!/bin/sh
# Nothing that is younger than six months of the civil code, held or referred to ever goes, and
# everything else does: a walk over five years (each day: TORTURE=1), histories of stores, holds,
# measures and prunings with kills in them against a model in awk (HISTORIES of STEPS), the
# clock (PROMISES T2), a floor that no policy lowers, and what was altered by hand is found out.
# SEED=N: other histories.
# shellcheck disable=SC2016,SC2046,SC2086,SC2317  # awk programs; words of options; by ok
. tests/lib.sh

SEED=${SEED:-2}
if [ -n "${TORTURE-}" ]; then
	HISTORIES=${HISTORIES_R:-200} STEPS=${STEPS_R:-120} EACH=1
else
	HISTORIES=${HISTORIES_R:-1} STEPS=${STEPS_R:-60} EACH=${EACH:-97}
fi
IOFAIL=$BIN/tests/iofail.so
ALTER=$BIN/tests/alter
holidays=$BEIAN_SHARE/holidays.csv
model=$TOP/tests/model
hand='--by w --reason r --basis b'
cd "$TMPDIR" || exit 1

# files STORE: the segments, by id.
files() {
	find "$1/segments" -name '*.zst*' ! -name '*.zst.sha256' 2>/dev/null |
	    sed "s|^$1/segments/||; s/\.jsonl\.zst$//" | sort
}
# went FILE: the segments that a pruning said went.
went() {
	jq -r 'select(.segment and .state == "pruned") | .segment' "$1" | sort
}

# ---- each day from 2024 to 2028: until its last second, and from the next on

awk -v holidays="$holidays" -v each="$EACH" -f "$model/keep.awk" -f - <<'END' | sort >events
BEGIN {
	keep_days()
	for (n = day["2024-01-01"]; n <= day["2028-12-31"]; n++) {
		end = substr(date[n + 1], 9) == "01" || substr(date[n], 6) == "02-28"
		if (n % each != 0 && !(end && (each == 1 || n % 5 == 0)))
			continue
		print date[n] "T12:00:00+08:00 store " date[n]
		u = keep_until(n, n, 6)
		goes[u] = goes[u] (goes[u] == "" ? "" : ",") date[n]
	}
	for (u in goes) {
		print date[u] "T23:59:59+08:00 stays " goes[u]
		print date[u + 1] "T00:00:00+08:00 goes " goes[u]
	}
}
END
new_store walk
bad=0 days=0
while read -r now what dates; do
	echo "$dates" | tr , '\n' | sed 's|^\(....\)-\(..\)-\(..\)$|log/\1/\2/\3-0001|' | sort >ids
	case $what in
	store)
		days=$((days + 1))
		echo "{\"account\":\"a$days\",\"time\":\"${dates}T0$((days % 10)):00:00\"}" |
		    retain-prune store log -q -s walk --now "$now" >said 2>&1 &&
		    [ -f "walk/segments/$(cat ids).jsonl.zst" ] ;;
	# Between two lines that are far apart the clock is doubted: here it is right.
	stays)
		files walk >before
		retain-prune prune -s walk --now "$now" --trust-clock >said 2>&1 &&
		    files walk | cmp -s - before && [ -z "$(went said)" ] ;;
	goes)
		files walk | comm -23 - ids >want
		retain-prune prune -n -s walk --now "$now" --trust-clock >dry 2>&1
		went dry | cmp -s - ids && retain-prune prune -s walk --now "$now" --trust-clock >said 2>&1 &&
		    went said | cmp -s - ids && files walk | cmp -s - want ;;
	esac || { bad=$((bad + 1)); echo "# $now $what $dates: $(head -1 said | cut -c 1-200)" >&8; }
done <events
is "$days days: each stays through its last second and goes with the next" "$bad" 0
is 'and nothing is left' "$(files walk)" ''
ok 'and the chain is whole' retain-prune verify -q -s walk --now 2029-09-01

# ---- histories

cat >p1 <<'END'
{"retain": {"classes": {"long": {"months": 12, "clause": "PA-16-2b"}}}}
END
cat >p2 <<'END'
{"retain": {"classes": {"log": {"months": 9}}}}
END
cat >p3 <<'END'
{"retain": {"classes": {"long": {"months": 7, "clause": "PA-16-2b"}, "content": {"months": 13}}}}
END
new_store empty
for i in 1 2 3; do
	printf '{"account":"a%s","name":"青柠观察%s","state":"active","category":"technology","subject_kind":"person","id_type":"resident-id","id_number":"%s","mobile":"1380013800%s","registered_at":"2024-12-22","verified_by":"chen","verified_at":"2024-12-21","verify_method":"face","subject_name":"王小明","agreement":"2024-01","agreed_at":"2024-12-21"}\n' \
	    $i $i "$(echo 330102199003071230 330102198501012044 440103198804120028 | cut -d ' ' -f $i)" $i
done | acct-verify register -s empty --now 2025-01-01 >accounts
S1=$("$ALTER" empty list account | sed -n 's/^a1 .*"subject":"\([0-9a-f]*\)".*/\1/p')
S2=$("$ALTER" empty list account | sed -n 's/^a2 .*"subject":"\([0-9a-f]*\)".*/\1/p')
is 'two accounts have subjects' "${#S1} ${#S2}" '32 32'

# beian KILL OUT COMMAND...: run it, once before killed at operation KILL (0: not).
beian() {
	kill=$1 out=$2
	shift 2
	if [ "$kill" != 0 ] && ! sanitized; then
		{ LD_PRELOAD=$IOFAIL IOF=$kill IOKILL=9 "$@" >/dev/null; } 2>/dev/null || [ $? -le 128 ] ||
		    kills=$((kills + 1))
	fi
	"$@" >"$out" 2>"$out.err"
}
# asks NAMES CLASS FROM UNTIL: options of a query.
asks() {
	for w in $(echo "$1" | sed "s/S1/$S1/g; s/S2/$S2/g"); do
		case $w in *=*) echo "--${w%%=*} ${w#*=}" ;; esac
	done
	[ "$2" = - ] || echo "--class $2"
	[ "$3" = - ] || echo "--from $3"
	[ "$4" = - ] || echo "--until $4"
}
complain() { echo "# seed $SEED, step $step: $*" >&8; broken=$((broken + 1)); }

# act STEP VERB NOW ...: one step.
act() {
	step=$1 verb=$2 now=$3
	shift 3
	set -- "$@" - - - - - - - -
	status=0
	case $verb in
	store)
		sed "s/\"S1\"/\"$S1\"/; s/\"S2\"/\"$S2\"/" "in/$step" >"in.now"
		if [ "$2" = - ]; then
			beian 0 out retain-prune store "$1" -q -s one -p p1 --now "$now" in.now
		else	# the input of a source grows
			cat in.now >>"fed.$2"
			beian "$3" out retain-prune store "$1" -q -s one -p p1 --now "$now" --source "$2" "fed.$2"
		fi
		status=$? ;;
	hold)
		beian "$8" out retain-prune hold -s one -p p1 --now "$now" $hand --case "$1" \
		    $(asks "$2" "$3" "$4" "$5")
		status=$?
		if [ $status = 0 ] && grep -q '"state":"placed"' out; then echo placed; else echo pruned; fi >"told/$step" ;;
	release)
		beian "$2" out retain-prune release -s one -p p1 --now "$now" $hand --case "$1"
		status=$? ;;
	measure)
		echo "{\"id\":\"$1\",\"${2%=*}\":\"${2#*=}\",\"kind\":\"warn\",\"ground\":\"law\",\"clause\":\"s 4\",\"operator\":\"w\",\"time\":\"$now\",\"until\":\"$5\"}" |
		    enforce apply -s one --now "$now" >out 2>out.err
		status=$?
		if grep -q '"effects":' out; then echo taken; else echo no; fi >"told/$step" ;;
	report)	# as when it was made
		n=$("$ALTER" one list measure | sed -n "s/^$1 .*\"report\":\([0-9]*\).*/\1/p")
		[ -z "$n" ] || { n=$(printf %012d "$n")
			"$ALTER" one put report "$n" \
			    "$("$ALTER" one list report | sed -n "s/^$n //p" | sed 's/"queued"/"made"/')"; } ;;
	lift)
		echo "{\"id\":\"l$step\",\"measure\":\"$1\",\"by\":\"w\",\"reason\":\"r\",\"basis\":\"b\"}" |
		    enforce lift -s one --now "$now" >out 2>out.err
		grep -q '"verdict":"reject"' out || [ ! -s out ] || echo lifted >"told/$step" ;;
	fetch)
		beian 0 out retain-prune fetch -s one -p p1 --now "$now" --case F $(asks "$1" "$2" "$3" "$4")
		status=$?
		sed -n 's/^{"id":"\(L[0-9]*\)".*/\1/p' out >"fetched/$step" ;;
	prune)
		o="-s one -p $1 --now $now"
		[ "$2" = 0 ] || o="$o --limit $2"
		[ "$3" = - ] || o="$o --class $3"
		retain-prune prune -n $o >dry 2>dry.err
		beian 0 out true
		[ "$4" != 0 ] || {
			retain-prune prune $o >out 2>out.err
			status=$?
			jq -c 'select(.segment) | [.segment, .state]' out | sort >out.list
			jq -c 'select(.segment) | [.segment, .state]' dry | sort | cmp -s - out.list ||
			    complain 'prune -n says something else'
		}
		[ "$4" = 0 ] || { beian "$4" out retain-prune prune $o; status=$?; } ;;
	esac
	case $verb:$status in
	*:0|hold:1|release:1|store:1|measure:1) ;;
	*) complain "$verb: status $status: $(head -1 out.err) $(grep -m 1 code out | cut -c 1-200)" ;;
	esac
	find one/segments -name '*.zst' -print0 | xargs -0 -r zstdcat 2>zstd.err >texts ||
	    complain "zstdcat: $(head -1 zstd.err)"
	sed -n 's/^{"id":"\(L[0-9]*\)".*/\1/p' texts | sort >"got/$step"
	find one/segments -type f ! -name .lock ! -name '*.jsonl.zst' ! -name '*.jsonl.zst.sha256' >odd
	[ "$verb" = fetch ] || [ ! -s odd ] || [ "$verb:$kill" = hold:0 ] || complain "left: $(head -1 odd)"
	retain-prune verify -s one -p p1 --now "$now" >verified 2>&1 ||
	    complain "verify: $(grep -m 1 code verified | cut -c 1-300)"
}

wrong=0 broken=0 kills=0 h=0
: >counted
while [ $h -lt "$HISTORIES" ]; do
	h=$((h + 1))
	rm -rf one in got told fetched fed.* ops lines
	mkdir in got told fetched
	cp -r empty one
	kill=0
	awk -v seed="$SEED" -v steps="$STEPS" -v holidays="$holidays" -f "$model/keep.awk" \
	    -f "$model/retain.awk"
	while IFS='	' read -r a b c d e f g i j k l; do
		act "$a" "$b" "$c" "$d" "$e" "$f" "$g" "$i" "$j" "$k" "$l" </dev/null
	done <ops
	awk -v holidays="$holidays" -f "$model/keep.awk" -f "$model/retained.awk" >judged 2>&1
	cat counts >>counted
	[ "$(cat judged)" = '0 wrong' ] || {
		wrong=$((wrong + 1))
		sed "s/^/# seed $SEED, /" judged | head -12 >&8
	}
	find one/segments -name '*.zst' -execdir sh -c 'sha256sum -c --quiet "$1.sha256"' sh {} \; >bad 2>&1
	[ ! -s bad ] || complain "sha256sum: $(head -1 bad)"
	find one/segments -name '*.sha256' | sed 's/\.sha256$//' | while read -r f; do
		[ -f "$f" ] || echo "$f"; done >bad
	[ ! -s bad ] || complain "a digest without its file: $(head -1 bad)"
	SEED=$((SEED + 1))
done
sum=$(awk '{ for (i = 1; i < NF; i += 2) n[$(i + 1)] += $i }
    END { print n["lines"] + 0, n["gone"] + 0, n["held"] + 0, n["referred"] + 0, n["fetched"] + 0 }' counted)
is "$HISTORIES histories of $STEPS steps, killed $kills times (lines, gone, held, referred, fetched: $sum): what stays is the model's" \
    "$wrong" 0
is 'and after each step files and store agree' "$broken" 0

set -- $sum
is 'the histories met lines that went, stayed and were fetched' \
    "$(($2 > 0)) $(($3 + $4 > 0)) $(($5 > 0))" '1 1 1'

# ---- T2: the clock

NOW=2026-07-20T09:00:00+08:00
new_store clock.seed
seq 5 | sed 's/.*/{"account":"a&","time":"2026-01-0&T10:00:00"}/' >old
retain-prune store log -q -s clock.seed --now 2026-01-06T09:00:00 old >said
# Lines come all the while, so that the clock is believed.
for day in 02-10 03-15 04-20 05-25 06-30 07-20; do
	echo "{\"account\":\"b\",\"time\":\"2026-${day}T08:00:00\"}" |
	    retain-prune store network-log -q -s clock.seed --now "2026-${day}T09:00:00" >said
done
rm -rf s
cp -r clock.seed s
files s >all
# refuses NOW: the clock is doubted, status 3 and words about it, nothing goes.
refuses() {
	retain-prune prune -s s --now "$1" >said 2>err
	status=$?
	files s | cmp -s - all && [ $status = 3 ] && grep -qi clock err && [ -z "$(went said)" ]
}
# Two machines' clocks may differ by a minute.
ok 'T2: an hour back: nothing goes' refuses 2026-07-20T08:00:00+08:00
ok 'T2: a minute and a second back: nothing goes' refuses 2026-07-20T08:58:59+08:00
ok 'T2: 400 days back: nothing goes' refuses 2025-06-15T09:00:00+08:00
ok 'T2: 41 days ahead: nothing goes' refuses 2026-08-30T09:00:00+08:00
ok 'T2: 400 days ahead: nothing goes' refuses 2027-08-24T09:00:00+08:00
ok 'T2: 40 days and a second ahead: nothing goes' refuses 2026-08-29T09:00:01+08:00
retain-prune -s s --now 2027-08-24T09:00:00+08:00 >said 2>&1
ok 'T2: without a verb nothing goes either' sh -c '[ "$1" = "$(cat all)" ]' sh "$(files s)"
is 'T2: 40 days ahead it is still believed' "$(retain-prune prune -s s \
    --now 2026-08-29T09:00:00+08:00 >said 2>&1; echo $? "$(files s | wc -l)")" '0 5'
rm -rf s
cp -r clock.seed s
is 'T2: 400 days ahead and trusted: all goes' "$(retain-prune prune -s s --trust-clock \
    --now 2027-08-24T09:00:00+08:00 >said 2>&1; echo $? "$(files s | wc -l)")" '0 0'
rm -rf s
cp -r clock.seed s
is 'T2: back and trusted: by that clock' "$(retain-prune prune -s s --trust-clock \
    --now 2026-07-08T09:00:00+08:00 >said 2>&1; echo $? "$(files s | wc -l)")" '0 6'
# A line that comes while the clock is back stays as long as if it were right.
rm -rf s
cp -r clock.seed s
echo '{"account":"c","time":"2026-01-02T10:00:00"}' |
    retain-prune store log -q -s s --now 2026-01-03T09:00:00 >said 2>err
retain-prune prune -s s --now 2026-08-20T09:00:00+08:00 >said 2>&1
is 'T2: a line that came while the clock was back is no older for it' \
    "$(files s | xargs -I{} zstdcat s/segments/{}.jsonl.zst | sed 's/.*"account":"\(.\).*/\1/' | tr '\n' ' ')" 'c b b b b b '
# A clock that jumped forth, and a line that came then: it is no proof of the clock.
rm -rf s
cp -r clock.seed s
echo '{"account":"c","time":"2027-11-24T10:00:00"}' |
    retain-prune store log -q -s s --now 2027-11-24T12:00:00 >said 2>err
files s >all
ok 'T2: a line that comes with a year too many does not make the clock believed' refuses 2027-11-24T12:01:00
is 'T2: until somebody says that it is right' "$(retain-prune prune -s s --trust-clock \
    --now 2027-11-24T12:02:00 >said 2>&1; echo $? "$(files s)")" '0 log/2027/11/24-0001'
is 'T2: then it is believed' "$(retain-prune prune -s s --now 2027-11-24T12:03:00 >said 2>&1; echo $?)" 0
rm -rf s
new_store s
ok 'T2: nothing ever came: nothing to prune' retain-prune prune -s s --now $NOW

# ---- the floor

rm -rf s
cp -r clock.seed s
files s >all
bad=0
for months in 5 0 -1 1 '"180d"' '"6"' 5.9 6.5 99999999999999999999 1e99 null true '[]' '{}' '""'; do
	for class in log new; do
		echo "{\"retain\":{\"classes\":{\"$class\":{\"months\":$months,\"clause\":\"PA-16-2b\"}}}}" >policy
		for verb in prune 'store log'; do
			retain-prune $verb -s s -p policy --now $NOW </dev/null >said 2>err
			status=$?
			[ $status = 2 ] && [ ! -s said ] && [ -s err ] ||
			    { bad=$((bad + 1)); echo "# months $months of $class, $verb: status $status $(head -1 err)" >&8; }
		done
	done
done
is 'no number of months but six and more is a policy' "$bad" 0
bad=0
while read -r policy; do
	echo "$policy" >policy
	for verb in '' prune; do
		retain-prune $verb -s s -p policy --now $NOW </dev/null >said 2>err
		status=$?
		[ $status = 2 ] && [ -s err ] && [ ! -s said ] ||
		    { bad=$((bad + 1)); echo "# $policy $verb: status $status" >&8; }
	done
done <<'END'
{"retain":null}
{"retain":[]}
{"retain":{"classes":null}}
{"retain":{"classes":[]}}
{"retain":{"classes":"log"}}
{"retain":{"classes":{"log":null}}}
{"retain":{"classes":{"log":6}}}
{"retain":{"classes":{"log":{"months":6,"months":5}}}}
{"retain":{"classes":{"log":{"Months":5}}}}
{"retain":{"classes":{"log":{"days":180}}}}
{"retain":{"classes":{"new":{"clause":"PA-16-2b"}}}}
{"retain":{"classes":{"../log":{"months":6,"clause":"PA-16-2b"}}}}
{"retain":{"classes":{"":{"months":6,"clause":"PA-16-2b"}}}}
{"retain":{"classes":{"Log":{"months":6,"clause":"PA-16-2b"}}}}
{"retain":{"floor":5}}
{"retain":{"publish":{"log":"none"}}}
{"retain":
END
is 'nor is what is no policy' "$bad" 0
retain-prune prune -s s -p nowhere --now $NOW >said 2>err
is 'nor one that is not there' "$? $(wc -c <said)" '2 0'
retain-prune prune -s s --keep 180d --now $NOW >said 2>err
is 'nor is there an option' $? 2
is 'and nothing has gone' "$(files s)" "$(cat all)"
is 'more months than six are kept' "$(echo '{"retain":{"classes":{"log":{"months":7}}}}' >policy
    retain-prune prune -s s -p policy --now $NOW >said 2>&1; echo $?; files s)" "0
$(cat all)"
echo '{"account":"d","time":"2026-07-19T10:00:00"}' >line
is 'a class that the policy does not know takes no line' "$(retain-prune store video -s s \
    --now $NOW line >said 2>err; echo $? "$(wc -c <said)" "$(grep -c video err)")" '2 0 1'

# ---- what was altered is found out

new_store sound
for a in 1 2 3; do
	seq 40 | sed "s/.*/{\"account\":\"a$a\",\"time\":\"2026-01-0${a}T10:&:00\"}/; s/:\([0-9]\):/:0\1:/" |
	    retain-prune store log -q -s sound --now "2026-01-0${a}T23:00:00" >said
done
seq 10 | sed 's/.*/{"account":"y&","time":"2026-07-19T10:00:00"}/' |
    retain-prune store log -q -s sound --now $NOW >said
retain-prune hold -q -s sound --now $NOW $hand --case 7 --account a2 --until 2026-01-02T10:21:00 >said 2>&1
retain-prune prune -s sound --now $NOW --trust-clock >said 2>&1
ok 'a store with tombstones, something held and something young' [ "$(files sound | wc -l)" = 2 ]
ok 'is whole' retain-prune verify -s sound --now $NOW
young=log/2026/07/19-0001
# finds WHAT CODE: verify of s fails, and names it.
finds() {
	retain-prune verify -s s --now $NOW >said 2>err
	status=$?
	[ $status = 1 ] || { [ $status = 0 ] && [ "$2" = segment-unknown ]; } || { echo "# $1: status $status" >&8; return 1; }
	jq -r 'select(.code) | .code' said | grep -qx "$2" ||
	    { echo "# $1: $(jq -c 'select(.code)' said | head -3) $(head -1 err)" >&8; return 1; }
	grep -qF "$1" said err || { echo "# not named: $1" >&8; return 1; }
}
again() { rm -rf s; cp -a sound s; }
for id in $("$ALTER" sound list gone | cut -d ' ' -f 1); do
	again
	"$ALTER" s drop gone "$id"
	ok "T3: without the tombstone of $id" finds "$id" chain-broken
done
again
id=$("$ALTER" s list gone | sed -n '1s/ .*//p')
"$ALTER" s put gone "$id" "$("$ALTER" s list gone | sed -n "s|^$id ||p" | sed 's/"lines":40/"lines":39/')"
ok 'T3: a tombstone of fewer lines' finds "$id" chain-broken
again
"$ALTER" s drop segment $young
ok 'T3: without an entry of the catalogue' finds $young '\(chain-broken\|segment-unknown\)'
again
"$ALTER" s drop segment $young
rm s/segments/$young.*
ok 'T3: without an entry and its file' finds $young chain-broken
again
rm s/segments/$young.jsonl.zst
ok 'T3: without a file' finds $young segment-missing
again
cp s/segments/$young.jsonl.zst s/segments/log/2026/07/18-0001.jsonl.zst
ok 'T3: a file that nobody stored' finds log/2026/07/18-0001 segment-unknown
again
n=$("$ALTER" s list segment | sed -n "s|^$young .*\"until\":\"\([^\"]*\)\".*|\1|p")
"$ALTER" s put segment $young "$("$ALTER" s list segment | sed -n "s|^$young ||p" | sed "s/$n/2026-07-19/")"
retain-prune prune -s s --now 2026-07-21 --trust-clock >said 2>&1
ok 'T3: a last day that was set back lets nothing go' [ -f s/segments/$young.jsonl.zst ]
again
"$ALTER" s drop segment $young
"$ALTER" s drop journal "$("$ALTER" s list journal | sed -n "\$s/ .*//p")"
ok 'T3: without the end of the journal' sh -c '! retain-prune verify -s s --now '$NOW' >said 2>err'
again
rm s/segments/$young.jsonl.zst.sha256
ok 'T3: without the digest that stands beside a segment' finds $young segment-changed
again
mv s/segments/$young.jsonl.zst elsewhere
ln -s "$TMPDIR/elsewhere" s/segments/$young.jsonl.zst
ok 'T3: a link instead of a segment' finds $young segment-missing
again
cp "s/segments/$(files s | grep held).jsonl.zst" s/segments/$young.jsonl.zst
ok 'T3: another segment in its place' finds $young segment-changed
again
"$ALTER" s drop hold 000000000001
ok 'T3: without a hold that nobody released' finds '"hold":1,' chain-broken
again
size=$(wc -c <s/segments/$young.jsonl.zst)
bad=0 n=0
if [ -n "${TORTURE-}" ]; then by=1; else by=$((size / 12)); fi
while [ $n -lt "$size" ]; do
	again
	b=$(od -An -tu1 -j $n -N 1 s/segments/$young.jsonl.zst | tr -d ' ')
	printf "\\$(printf %03o $((b ^ 1 << n % 8)))" |
	    dd of=s/segments/$young.jsonl.zst bs=1 seek=$n conv=notrunc 2>/dev/null
	finds $young segment-changed || { bad=$((bad + 1)); echo "# byte $n" >&8; }
	n=$((n + by))
done
is "T3: a bit of any byte of $size of a segment" "$bad" 0
again
truncate -s -1 s/segments/$young.jsonl.zst
ok 'T3: a segment cut short' finds $young segment-changed
retain-prune verify --quick -s s --now $NOW >said 2>err
is 'a quick look sees that too, and never says valid' "$? $(grep -c '"valid"' said)" '1 0'
finish
