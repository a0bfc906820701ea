#!/bin/sh
# The common cases of PROMISES 6.0 for lists, scores, measures, groups and complaints: whatever happens to a run,
# the same input given again leads to the answers and the store of an undisturbed one; programs
# work beside each other, in one pipe too.  A sample; tests/torture.sh sets the counts below to
# all.  SEED=N repeats a run, ONLY="NAME ...": these commands.  What the answers are is
# platform.t's, measure.t's, credit.t's.
# shellcheck disable=SC2086,SC2317,SC3045  # words of commands, functions as arguments, ulimit -v
. tests/lib.sh
. tests/fault.sh
echo "# SEED=$SEED"

J1=${J1:-5}		# kill points of each command (0: every one)
J2=${J2:-3}		# kills at random moments
J4=${J4:-1}		# failing operations of each of four forms (0: every one)
J5=${J5:-3}		# failing allocations (0: about 200)
J6=${J6:-60}		# listings beside failing openers
J7=${J7:-1}		# rounds of each pair in one pipe
J8=${J8:-1}		# rounds of eight at once
J7L=${J7L:-1000}	# lines of the long pipes
J17=${J17:-20}		# after how many lines a reader goes away
J13=${J13:-2}		# environments (0: all 36)

s=$TMPDIR/store
t=$TMPDIR
now="--now $NOW"

# ---- a store with 60 accounts, and an input for each command

accounts 60 "$t/accounts"
new_store "$t/seed"
acct-verify register -q -s "$t/seed" $now "$t/accounts" >"$t/registered" || echo '# seed: not 0'
names "$t/accounts" >"$t/names"

# An awk for all: the names of the accounts in a[0 .. n - 1], r(k) a number below k.
make() {
	awk -v seed="$SEED" 'BEGIN { srand(seed) }
	function r(k) { return int(rand() * k) }
	function day(k) { return sprintf("2026-10-%02dT%02d:%02d:00+08:00", 1 + k % 28, r(24), r(60)) }
	FILENAME == ARGV[1] { a[n++] = $0; next } '"$2"' END { '"$1"' }' "$t/names" >"$3"
}
make 'split("rumour copyright vulgar clickbait other-breach", K, " ")
	for (i = 0; i < 150; i++) {
		if (i > 20 && i % 9 == 0) {
			printf "{\"id\":\"ap%d\",\"kind\":\"appeal\",\"event\":\"ev%d\",\"time\":\"%s\"," \
			    "\"by\":\"w\",\"reason\":\"r\",\"basis\":\"b\"}\n", i, r(i - 1), day(27)
			continue
		}
		printf "{\"id\":\"ev%d\",\"kind\":\"%s\",\"account\":\"%s\",\"time\":\"%s\"}\n", i,
		    K[1 + r(5)], a[r(15)], day(r(28))
	}' '' "$t/events"
make 'for (i = 0; i < 80; i++)
	if (i % 3 == 1)
		printf "{\"id\":\"l%d\",\"name\":\"name %d\",\"ground\":\"law\",\"basis\":\"b\",\"reason\":\"r\",\"by\":\"w\",\"from\":\"2026-10-01\",\"until\":\"term\"}\n", i, r(30)
	else
		printf "{\"id\":\"l%d\",\"account\":\"%s\",\"ground\":\"law\",\"basis\":\"b\",\"reason\":\"r\",\"by\":\"w\",\"from\":\"now\",\"until\":\"2027-0%d-01\"}\n", i, a[r(60)], 1 + r(9)' '' "$t/listings"
make 'for (i = 0; i < 40; i++)
		printf "{\"id\":\"u%d\",\"listing\":%d,\"by\":\"w\",\"reason\":\"r\",\"basis\":\"b\"}\n", i, 1 + r(100)' '' "$t/unlistings"
make 'split("warn limit suspend close lower-credit ban-registration remove", K, " ")
	for (i = 0; i < 90; i++) {
		k = K[1 + r(7)]
		printf "{\"id\":\"m%d\",\"kind\":\"%s\",\"account\":\"%s\",\"ground\":\"law\",\"clause\":\"PA-11-1\",\"time\":\"%s\",\"operator\":\"w\"", i, k, a[r(20)], day(r(28))
		if (k == "limit" || k == "suspend" || k == "ban-registration")
			printf ",\"until\":\"2026-1%d-%02d\"", 1 + r(2), 1 + r(28)
		if (k == "lower-credit")
			printf ",\"points\":%d", r(40)
		print "}"
	}' '' "$t/measures"
make 'for (i = 0; i < 40; i++)
		printf "{\"id\":\"x%d\",\"measure\":\"m%d\",\"by\":\"w\",\"reason\":\"r\",\"basis\":\"b\"}\n", i, r(90)' '' "$t/unmeasures"

# Operations: every third is a joining that hangs on no other record ("free").  The groups g are
# small, so that caps are met; some records are malformed, or come late.
make 'split("join leave invite approve appoint dismiss transfer rename resize create dissolve", K, " ")
	for (i = 0; i < 120; i++) {
		if (i % 3 == 0) {
			printf "{\"id\":\"o%d\",\"op\":\"join\",\"group\":\"s%d\",\"user\":\"u%08d\",\"verification\":\"consent\",\"time\":\"2026-11-01\",\"free\":true}\n", i, r(4), 1 + i / 3
			continue
		}
		k = K[r(5) > 0 ? 1 + r(6) : 7 + r(5)]
		g = k == "create" ? 4 + r(3) : r(15) ? r(4) : 4 + r(5)
		printf "{\"id\":\"o%d\",\"op\":\"%s\",\"group\":\"g%d\",\"user\":\"u%08d\",\"target\":\"u%08d\",\"name\":\"n%d\",\"category\":\"work\",\"verification\":\"%s\"", i,
		    r(40) ? k : "odd", g, k == "join" || k == "create" ? 5 + r(8) : r(4) ? g + 1 : 1 + r(8), 5 + r(8), i, r(9) ? "consent" : ""
		if (r(12) == 0)
			printf ",\"operator\":\"w\""
		printf ",\"time\":\"2026-11-%02dT%02d:%02d:00+08:00\"}\n", (r(12) ? 2 : 1) + i / 8, r(24), r(60)
	}' '' "$t/operations"
# Rows of groups and seats, each seat once: of two that differ the later one holds.
make 'for (i = 0; i < 12; i++)
		printf "{\"id\":\"r%d\",\"group\":\"n%d\",\"name\":\"n\",\"category\":\"%s\",\"tier\":\"%s\",\"group_code\":\"own-%d\",\"activity\":%d,\"stats_at\":\"2026-11-20\"}\n", i, i, i ? "work" : "odd", i == 1 ? "none" : "M", i / (1 + (i == 3)), r(900)
	for (; i < 120; i++)
		if (i % 3 == 0)
			printf "{\"id\":\"r%d\",\"group\":\"s%d\",\"user\":\"u%08d\",\"role\":\"%s\",\"joined_at\":\"2026-10-01\",\"verification\":\"consent\",\"free\":true}\n", i, r(4), 5 + i / 3, r(20) ? "member" : "成员"
		else
			printf "{\"id\":\"r%d\",\"group\":\"n%d\",\"user\":\"u%08d\",\"role\":\"%s\",\"joined_at\":\"2026-10-%02d\",\"verification\":\"%s\"}\n", i, i % 13, 1 + i * 7 % 44, i < 48 ? "owner" : r(9) ? "member" : "manager", 1 + r(28), r(9) ? "consent" : ""' '' "$t/rows"

# Seeds of the second kind: with listings and measures to lift; with groups, four of each kind.
cp -a "$t/seed" "$t/seed.full"
blacklist add -q -s "$t/seed.full" $now "$t/listings" >/dev/null 2>&1
enforce apply -q -s "$t/seed.full" $now "$t/measures" >/dev/null 2>&1
cp -a "$t/seed" "$t/seed.groups"
"$BIN/tests/gen" -f users -e 0 -n 40 -s 2 >"$t/users"
acct-verify register -q -s "$t/seed.groups" $now "$t/users" >/dev/null || echo '# users: not 0'
for i in 0 1 2 3; do
	printf '{"id":"c%d","op":"create","group":"g%d","user":"u%08d","name":"g","category":"work","capacity":4,"time":"2026-10-31"}\n' $i $i $((i + 1))
	printf '{"id":"d%d","op":"create","group":"s%d","user":"u%08d","name":"s","category":"work","time":"2026-10-31"}\n' $i $i $((i + 1))
done | group-cap apply -q -s "$t/seed.groups" $now >/dev/null || echo '# groups: not 0'

# Complaints, and the steps of them: some of what is not there, out of order, or late.  Documents.
make 'split("political fraud vulgar infringement rumour odd", K, " ")
	for (i = 0; i < 70; i++)
		printf "{\"id\":\"p%d\",\"kind\":\"%s\",\"account\":\"%s\",\"content\":\"%s says %d\",%s\"channel\":\"app\",\"time\":\"%s\"}\n", i,
		    K[1 + r(6)], i % 19 == 18 ? "" : a[r(9)], i % 4 ? "one" : "the other", i % 4 ? i : 0,
		    i % 5 ? "\"complainant\":\"c" r(6) "\",\"complainant_contact\":\"1390000000" r(6) "\"," : "",
		    i % 23 == 22 ? "later" : sprintf("2026-11-%02dT%02d:00:00+08:00", 2 + i / 5, i % 5 * 4)' '' "$t/complaints"
# steps WORD FROM MORE: a record for each of 75 complaints, some of which are not there.
steps() {
	make 'split("rejected partial upheld", K, " ")
	for (i = 0; i < 75; i++) {
		k = i % 15 == 14 ? r(75) : i
		printf "{\"id\":\"'"$1"'%d\",\"complaint\":\"p%d\",\"time\":\"2026-11-%02dT12:00:00+08:00\",\"by\":\"w\",\"reason\":\"r\"'"$3"'}\n", i, k, '"$2"' + i / 10'"$4"'
	}' '' "$t/$5"
}
steps a 16 ',\"decision\":\"%s\"' ', i % 9 ? "accepted" : "refused"' accepts
steps d 17 ',\"decision\":\"%s\"%s' ', K[1 + i % 3], (i % 6 ? "" : ",\"malicious\":true")' decides
steps f 17 ',\"channel\":\"app\",\"content\":\"%d heard\"' ', i' feedbacks
steps g 17 ',\"role\":\"%s\"' ', i % 2 ? "accused" : "complainant"' appeals
make 'for (i = 0; i < 60; i++) {
		k = i % 10 == 9 ? i + 7 : i
		printf "{\"id\":\"h%d\",\"complaint\":\"p%d\",\"time\":\"2026-11-24T0%d:00:00+08:00\",\"by\":\"w\",\"reason\":\"r\",\"outcome\":\"%s\"}\n", i, k, 1 + r(7), i % 4 ? "rejected" : "upheld"
	}' '' "$t/outcomes"
# One of each complaint: a second one that came too early would come in time when given again.
awk -F '"' '!seen[$8]++' "$t/appeals" >"$t/first" && cat "$t/first" "$t/outcomes" >"$t/appeals"
make 'split("chief-editor staff platform-rules convention agreement account-system request odd", K, " ")
	for (i = 0; i < 60; i++) {
		k = i % 12 == 11 ? i - 3 : i
		printf "{\"id\":\"d%d\",\"kind\":\"%s\",\"title\":\"t%d\",\"version\":\"%d\",\"from\":\"2026-%02d-%02d\",\"digest\":\"%064d\",\"headcount\":%d,\"case\":\"c%d\"%s}\n", i,
		    K[1 + k % 8], i, k, 1 + k % 12, 1 + k % 28, i, i, i, i % 5 ? "" : ",\"until\":\"2026-06-01\""
	}' '' "$t/documents"

# Seeds of the third kind: with complaints, one step further in each.
before=seed n=1
for verb in receive accept decide feedback; do
	case $verb in receive) in=complaints ;; feedback) in=feedbacks ;; *) in=${verb}s ;; esac
	cp -a "$t/$before" "$t/seed.$n"
	complaint $verb -q -s "$t/seed.$n" $now "$t/$in" >/dev/null 2>&1
	before=seed.$n n=$((n + 1))
done

# commands: NAME SEED INPUT PROGRAM VERB
commands='events seed events credit-score apply
listings seed listings blacklist add
unlistings seed.full unlistings blacklist lift
measures seed measures enforce apply
unmeasures seed.full unmeasures enforce lift
operations seed.groups operations group-cap apply
rows seed.groups rows group-cap import
complaints seed complaints complaint receive
accepts seed.1 accepts complaint accept
decides seed.2 decides complaint decide
feedbacks seed.3 feedbacks complaint feedback
appeals seed.4 appeals complaint appeal
documents seed documents norm-audit document'

# dump STORE: what lists, scores, measures and groups it holds, without the numbers of the journal;
# or complaints and documents, of their programs.
dump() {
	case $cmd in
	complaint*|norm-audit*)
		complaint list -s "$1" $now
		norm-audit list -s "$1" $now
		credit-score list -s "$1" $now
		beian-store check -q -s "$1" | grep -v '"damaged":0,.*"chain":true' || :
		return ;;
	esac
	blacklist list -s "$1" $now
	blacklist list --history -s "$1" $now
	credit-score list -s "$1" $now
	enforce list -s "$1" $now | sed 's/"journal":[0-9]*,//'
	credit-score rebuild -q -n -s "$1" $now
	for of in '' --members --persons --past; do group-cap list $of -s "$1" $now; done
	group-cap recount -q -s "$1" $now
	beian-store check -q -s "$1" | grep -v '"damaged":0,.*"chain":true' || :
}

# sum STORE: of that what does not hang on the order of the records.
sum() {
	case $cmd in
	complaint*|norm-audit*)
		complaint list -s "$1" $now | jq -c '[.id, .stage, .decision, .kind]' | sort
		norm-audit list -s "$1" $now | sort
		return ;;
	esac
	blacklist list -s "$1" $now | jq -c '[.kind, .key]'
	credit-score list -s "$1" $now
	enforce list -s "$1" $now | jq -c '[.measure, .kind, .state, .until]'
	for of in "" --members --persons; do group-cap list $of -s "$1" $now | sort; done
	group-cap recount -q -s "$1" $now
	beian-store check -q -s "$1" | grep -v '"damaged":0,.*"chain":true' || :
}

# against NAME OUT WHERE: what came out is in the store; with it, the input given again gives
# every answer of an undisturbed run, and its store.
against() {
	# shellcheck disable=SC2086  # words of a command
	{
	case $(tail -c 1 "$2" | od -An -c | tr -d ' ') in ''|'\n') cat "$2" ;; *) sed '$d' "$2" ;; esac >"$t/acked"
	# What was acknowledged is in the store: a dry run would do none of it.
	awk -F '"' 'NR == FNR { said[$4]; next } $4 in said' "$t/acked" "$t/$in" |
	    $cmd -q -n -s "$s" $now >"$t/would" 2>/dev/null
	! grep -q '"would"' "$t/would" || {
		echo "# $3: acknowledged and lost: $(grep -c '"would"' "$t/would")"
		return 1
	}
	$cmd -q -s "$s" $now "$t/$in" >"$t/again" 2>"$t/again.err"
	status=$?
	}
	[ $status -le 1 ] || { echo "# $3: again: status $status: $(head -1 "$t/again.err")"; return 1; }
	sort -u "$t/acked" "$t/again" | cmp -s - "$t/$1.clean" || {
		echo "# $3: answers differ from an undisturbed run"
		sort -u "$t/acked" "$t/again" | diff - "$t/$1.clean" | cut -c 1-300 | head -4 | sed 's/^/#   /'
		return 1
	}
	dump "$s" >"$t/dumped" 2>&1
	cmp -s "$t/dumped" "$t/$1.dump" || {
		echo "# $3: the store differs from an undisturbed run"
		diff "$t/dumped" "$t/$1.dump" | cut -c 1-300 | head -4 | sed 's/^/#   /'
		return 1
	}
}

reseed() {
	rm -rf "$s"
	cp -a "$t/$seed" "$s"
}

# ours: did that crash in a file of ours?  (Without gdb it is not known.)
ours() {
	command -v gdb >/dev/null || return 1
	# shellcheck disable=SC2086  # words of a command
	gdb -q -batch -ex 'set startup-with-shell off' \
	    -ex "set environment LD_PRELOAD $BIN/tests/oom.so" -ex "set environment FAILAT $n" \
	    -ex "set environment ${once%=*} 1" -ex "run ${cmd#* } -q -s $s $now $t/$in" -ex 'bt 1' \
	    "$BIN/${cmd%% *}" 2>/dev/null | grep -qE '^#0 .* at (lib|cmd)/'
}

echo "$commands" >"$t/commands"
while read -r name seed in cmd; do
	case " ${ONLY-} " in "  "|*" $name "*) ;; *) continue ;; esac
	reseed
	# shellcheck disable=SC2086  # words of a command
	{
	$cmd -q -s "$s" $now "$t/$in" >"$t/$name.out" 2>"$t/err"
	ok "$cmd: an undisturbed run answers every record" [ "$(wc -l <"$t/$name.out")" = "$(wc -l <"$t/$in")" ]
	sort -u "$t/$name.out" >"$t/$name.clean"
	dump "$s" >"$t/$name.dump" 2>&1
	: >"$t/none"
	ok "$cmd: the same input again: the same answers, counted once" against "$name" "$t/none" again
	reseed
	sed 40q "$t/$in" | $cmd -q -n -s "$s" $now >"$t/dry" 2>/dev/null
	ok "$cmd: a dry run says so and changes nothing" [ "$(grep -c '"would"' "$t/dry")" -gt 0 ]
	$cmd -q -s "$s" $now <"$t/$in" >"$t/piped" 2>/dev/null
	same "$cmd: and so are the answers after it" "$t/piped" "$t/$name.out"
	}

	# ---- X1, X4, X5: killed or failing at an operation

	if ! sanitized; then
		reseed
		: >"$t/count"
		rm -rf "$t/parts"
		# shellcheck disable=SC2086
		feed "$t/$in" 3 | LD_PRELOAD=$IOFAIL IOCOUNT=$t/count $cmd -q -s "$s" $now >/dev/null 2>&1
		ops=$(tr -d ' ' <"$t/count")
		bad=0
		for n in $(some "$J1" "$ops"); do
			reseed
			# shellcheck disable=SC2086
			{ feed "$t/$in" 3 | LD_PRELOAD=$IOFAIL IOF=$n IOKILL=9 $cmd -q -s "$s" $now \
			    >"$t/out"; } 2>/dev/null
			against "$name" "$t/out" "kill at $n" || bad=$((bad + 1))
		done
		is "X1: $cmd: killed at any of $ops operations" "$bad" 0
		bad=0
		for form in IOERR=28 IOERR=5 IOERR=122 IOSHORT=1; do
			for n in $(some "$J4" "$ops"); do
				if [ $((n % 2)) = 0 ]; then more=IOONCE=1; else more=ALWAYS=1; fi
				reseed
				# shellcheck disable=SC2086
				feed "$t/$in" 3 2>/dev/null | env "LD_PRELOAD=$IOFAIL" "$form" "$more" IOF="$n" \
				    "$BIN"/$cmd -q -s "$s" $now >"$t/out" 2>"$t/err"
				status=$?
				case $status in
				0|1) ;;
				3) [ -s "$t/err" ] || { echo "# $form $n: no message"; bad=$((bad + 1)); } ;;
				*) echo "# $form $n: status $status"; bad=$((bad + 1)) ;;
				esac
				against "$name" "$t/out" "$form IOF=$n" || bad=$((bad + 1))
			done
		done
		is "X4: $cmd: any operation fails" "$bad" 0
		: >"$t/count"
		reseed
		# shellcheck disable=SC2086
		LD_PRELOAD=$BIN/tests/oom.so COUNT=$t/count $cmd -q -s "$s" $now "$t/$in" >/dev/null 2>&1
		allocations=$(tr -d ' ' <"$t/count")
		j5=$J5
		[ "$j5" != 0 ] || j5=200
		bad=0
		for n in $(some "$j5" "$allocations"); do
			if [ $((n % 2)) = 0 ]; then once=ONCE=1; else once=ALWAYS=1; fi
			reseed
			# shellcheck disable=SC2086
			{ env "LD_PRELOAD=$BIN/tests/oom.so" "$once" FAILAT="$n" "$BIN"/$cmd -q -s "$s" $now \
			    "$t/$in" >"$t/out"; } 2>/dev/null
			status=$?
			case $status in	# as in crash.t: libjq aborts, OpenSSL offers nothing
			0|1|3|134) ;;
			2) [ ! -s "$t/out" ] || bad=$((bad + 1)) ;;
			*) [ $status = 139 ] && ! ours ||
			   { echo "# $once FAILAT=$n: status $status"; bad=$((bad + 1)); } ;;
			esac
			against "$name" "$t/out" "FAILAT=$n" || bad=$((bad + 1))
		done
		is "X5: $cmd: any of $allocations allocations fails" "$bad" 0
	else
		skip "X1, X4, X5: $cmd" 'no preload with sanitizers'
	fi

	# ---- X2: killed at any moment

	bad=0
	for n in $(seq "$J2"); do
		reseed
		rand 60
		ms=$rand
		rm -rf "$t/parts"
		# shellcheck disable=SC2086
		feed "$t/$in" 8 | { $cmd -q -s "$s" $now >"$t/out" 2>/dev/null & pid=$!
			sleep "$(printf '0.%03d' "$ms")"
			kill -9 $pid 2>/dev/null
			wait $pid 2>/dev/null; } 2>/dev/null
		against "$name" "$t/out" "kill after $ms ms" || bad=$((bad + 1))
	done
	is "X2: $cmd: killed at any moment" "$bad" 0

	# ---- X8: eight at once with the same input, each record counts once

	bad=0
	for n in $(seq "$J8"); do
		reseed
		for i in 1 2 3 4 5 6 7 8; do
			# shellcheck disable=SC2086
			$cmd -q -s "$s" $now "$t/$in" >"$t/out.$i" 2>/dev/null &
		done
		wait
		for i in 1 2 3 4 5 6 7 8; do
			sort -u "$t/out.$i" | cmp -s - "$t/$name.clean" || { bad=$((bad + 1)); echo "# writer $i"; }
		done
		dump "$s" >"$t/dumped" 2>&1
		cmp -s "$t/dumped" "$t/$name.dump" || { bad=$((bad + 1)); diff "$t/dumped" "$t/$name.dump" |
		    cut -c 1-200 | head -3 | sed 's/^/# /'; }
	done
	is "X8: $cmd: eight at once, counted once" "$bad" 0
	# An eighth each, of what does not hang on another record.
	case $seed in
	*.groups) grep '"free":true' "$t/$in" >"$t/some" ;;
	seed) awk -F '"' '!/"kind":"appeal"/ && (!/"version"/ || !seen[$8, $16]++)' "$t/$in" >"$t/some" ;;
	seed.[1-4]) sort -t '"' -k 8,8 -u "$t/$in" >"$t/some" ;;	# one step for each complaint
	*) grep -v '"kind":"appeal"' "$t/$in" >"$t/some" ;;
	esac
	reseed
	# shellcheck disable=SC2086
	$cmd -q -s "$s" $now "$t/some" >/dev/null 2>&1
	sum "$s" >"$t/want"
	rm -f "$t"/eighth.*
	split -n r/8 "$t/some" "$t/eighth."
	bad=0
	for n in $(seq "$J8"); do
		reseed
		for f in "$t"/eighth.*; do
			# shellcheck disable=SC2086
			$cmd -q -s "$s" $now "$f" >/dev/null 2>&1 &
		done
		wait
		sum "$s" | cmp -s - "$t/want" || { bad=$((bad + 1)); echo '# another sum'
		    sum "$s" | diff "$t/want" - | head -4 | sed 's/^/# /'; }
	done
	is "X8: $cmd: eight at once, an eighth each: the sum of all" "$bad" 0

	# ---- X13: the same bytes in any locale, zone and umask; X10, X17: closed ends

	bad=0 k=0
	for lang in LC_ALL=C LC_ALL=C.UTF-8 LANG=zh_CN.GB18030; do
		for tz in UTC Asia/Shanghai America/New_York ''; do
			for mask in 000 022 077; do
				k=$((k + 1))	# 5 is prime to 36: all differ in all three
				[ "$J13" = 0 ] || [ $((k * 5 % 36)) -lt "$J13" ] || continue
				reseed
				# shellcheck disable=SC2086
				(umask $mask; env -i PATH="$PATH" BEIAN_SHARE="$BEIAN_SHARE" \
				    ${ASAN_OPTIONS:+ASAN_OPTIONS="$ASAN_OPTIONS"} $lang ${tz:+TZ=$tz} \
				    $cmd -q -s "$s" $now "$t/$in" >"$t/out" 2>/dev/null)
				dump "$s" >"$t/dumped" 2>&1
				cmp -s "$t/out" "$t/$name.out" && cmp -s "$t/dumped" "$t/$name.dump" &&
				    [ -z "$(find "$s" -perm /077)" ] ||
				    { bad=$((bad + 1)); echo "# $lang $tz $mask"; }
			done
		done
	done
	is "X13: $cmd: the same answers and store in any locale, zone and umask" "$bad" 0
	bad=0
	for fds in '0<&-' '1>&-' '2>&-' '0<&- 1>&-' '0<&- 2>&-' '1>&- 2>&-' '0<&- 1>&- 2>&-'; do
		reseed
		eval "$cmd -q -s '$s' $now '$t/$in' $fds" >"$t/out" 2>"$t/err"
		status=$?
		case $fds in
		*'1>&-'*) [ $status = 3 ] ;;
		*) [ $status -le 1 ] && cmp -s "$t/out" "$t/$name.out" ;;
		esac || { bad=$((bad + 1)); echo "# $fds: status $status"; }
		beian-store check -q -s "$s" >/dev/null || { bad=$((bad + 1)); echo "# $fds: damaged"; }
	done
	is "X10: $cmd: closed descriptors" "$bad" 0
	# More than a pipe of 1 MiB takes.
	awk '{ a[NR] = $0 } END { for (i = 0; i < 10000; i++) print a[1 + i % NR] }' "$t/$in" >"$t/often"
	bad=0
	for lines in $J17; do
		for pipe in default ignored; do
			reseed
			(
				[ $pipe = default ] || trap '' PIPE
				# shellcheck disable=SC2086
				{ $cmd -q -s "$s" $now "$t/often" 2>/dev/null
				  echo $? >"$t/status"; } | head -n $lines >"$t/out"
			)
			case $(cat "$t/status") in
			141|3) ;;
			*) bad=$((bad + 1)); echo "# head -n $lines, $pipe: status $(cat "$t/status")" ;;
			esac
			against "$name" "$t/out" "head -n $lines, $pipe" || bad=$((bad + 1))
		done
	done
	is "X17: $cmd: a reader that goes away" "$bad" 0
	# shellcheck disable=SC2086
	$cmd -q -s "$s" $now "$t/$in" >/dev/full 2>/dev/null
	is "X4: $cmd: a full standard output: status 3" $? 3
	ok "$cmd: and run again every answer comes" against "$name" "$t/none" closed
	# shellcheck disable=SC2086
	$cmd -q -s "$t/nowhere" $now "$t/$in" >/dev/null 2>"$t/err"
	is "X19: $cmd: no store: status 2" $? 2
done <"$t/commands"

# ---- X14: no number of a person comes out of any of them

seed=seed in=none
reseed
id=110101199003071233 mobile=13800138000
printf '{"id":"z1","kind":"rumour","account":"%s","time":"2026-10-01","id_number":"%s","mobile":"%s"}\n' \
    "$(head -1 "$t/names")" $id $mobile >"$t/secret.e"
printf '{"i\\u0064":"z1b","k\\u0069nd":"rumour","account":"%s","t\\u0069me":"2026-10-02","\\u0069d_number":"%s","m\\u006fbile":"%s"}\n' \
    "$(head -1 "$t/names")" $id $mobile >>"$t/secret.e"
printf '{"id":"z2","account":"%s","ground":"law","basis":"b","reason":"r","by":"w","from":"now","until":"term","id_number":"%s","mobile":"%s"}\n' \
    "$(head -1 "$t/names")" $id $mobile >"$t/secret.l"
printf '{"id":"z3","kind":"warn","account":"%s","ground":"law","clause":"c","time":"2026-10-01","operator":"w","id_number":"%s","mobile":"%s"}\n' \
    "$(head -1 "$t/names")" $id $mobile >"$t/secret.m"
printf '{"id":"z4","op":"create","group":"z","user":"u","name":"z","category":"work","time":"2026-10-01","id_number":"%s","mobile":"%s"}\n' \
    $id $mobile >"$t/secret.o"
printf '{"group":"z5","name":"z","category":"work","id_number":"%s","mobile":"%s"}\n' $id $mobile >"$t/secret.r"
printf '{"group":"z5","user":"u","role":"owner","id_number":"%s","mobile":"%s"}\n' $id $mobile >>"$t/secret.r"
{
	credit-score apply -s "$s" $now "$t/secret.e"
	blacklist add -s "$s" $now "$t/secret.l"
	enforce apply -s "$s" $now "$t/secret.m"
	blacklist -s "$s" $now "$t/secret.l"
	credit-score -s "$s" $now "$t/secret.e"
	enforce -s "$s" $now "$t/secret.m"
	enforce show z3 -s "$s" $now
	credit-score explain -s "$s" $now --account "$(head -1 "$t/names")"
	group-cap apply -s "$s" $now "$t/secret.o"
	group-cap -s "$s" $now "$t/secret.o"
	group-cap import -s "$s" $now "$t/secret.r"
	group-cap check --all -s "$s" $now
	group-cap show -s "$s" $now --group z5 --user u
	group-cap list -s "$s" $now --members
} >"$t/all" 2>&1
ok 'X14: the records were taken' [ "$(grep -c '"z[1-5]"' "$t/all")" -ge 13 ]
is 'X14: no number of a person stands in what comes out' "$(grep -c -e $id -e $mobile "$t/all")" 0
is 'X14: names of members that are spelt with escapes count as well' \
    "$(credit-score explain -s "$s" $now --account "$(head -1 "$t/names")" | grep -c '"id":"z1b".*"points":-20')" 1
is 'X14: and fold to the same' "$(credit-score rebuild -q -n -s "$s" $now | wc -l)" 0
is 'X14: nor in the store' "$(grep -c -a -e $id -e $mobile "$s/data.mdb")" 0

# Two sets of marks: the numbers of the accused and what is known of the complainant.  Nothing of
# either comes out but the complainant where it is revealed.
reseed
who=举报人甲 contact=13912345678 mail=whistle@example.cn said='he sold 4 fake tickets'
jq -r '.id_number, .mobile, .email, .subject_name | select(. != null and . != "")' "$t/accounts" >"$t/marks.accused"
printf '%s\n' "$who" $contact $mail >"$t/marks.complainant"
cat "$t/marks.accused" "$t/marks.complainant" >"$t/marks"
{ cat "$t/marks"; echo "$said"; } >"$t/marks.said"	# in what filters pass on the content stands
accused=$(head -n 1 "$t/names") hour=2026-11-24T10:00:00+08:00
echo '{"platform":{"name":"x","code":"x","province":"330000","responsible":"x","contact":"x","source":"x"}}' >"$t/site"
mkdir -p "$t/x14/in" "$t/x14/out"
printf '%s %s\n' "$who" $contact >"$t/x14/in/shot.txt"
{
	printf '{"id":"y1","kind":"fraud","account":"%s","content":"%s","complainant":"%s","complainant_contact":"%s","channel":"app","time":"2026-11-23","attachments":["shot.txt"]}\n' "$accused" "$said" "$who" $contact
	printf '{"id":"y2","k\\u0069nd":"fraud","account":"%s","c\\u006fntent":"%s","c\\u006fmplainant":"%s","complainant_c\\u006fntact":"%s","channel":"app","time":"2026-11-23"}\n' "$accused" "$said" "$who" $mail
	printf '{"id":"y3","kind":"none","account":"","content":"%s","complainant":"%s","complainant_contact":"%s","time":"x"}\n' "$said" "$who" $contact
	printf '{"id":"y4","kind":"fraud","account":"%s","content":"%s","complainant":["%s"],"complainant_contact":{"a":"%s"},"time":"2026-11-23"}\n' "$accused" "$said" "$who" $contact
	printf '{"id":"y1","kind":"vulgar","account":"%s","content":"%s","complainant":"%s","complainant_contact":"%s","channel":"app","time":"2026-11-23"}\n' "$accused" "$said" "$who" $mail
} >"$t/y"
step() {	# step VERB REST: of y1
	verb=$1
	shift
	complaint "$verb" -s "$s" $now --complaint y1 --by w "$@"
}
{
	complaint -v -s "$s" $now "$t/y"
	complaint receive -v -s "$s" $now --attachments "$t/x14/in" --rejects "$t/x14/refused" --summary "$t/x14/out/summary" "$t/y"
	complaint receive -n -s "$s" $now --attachments "$t/x14/in" --rejects "$t/x14/refused" "$t/y"
	printf '{"id":"y9","complaint":"y1","by":"w","time":"2026-11-23T12:00:00+08:00","channel":"app","content":"%s"}\n' "$said" |
	    complaint feedback -n -s "$s" $now
} >"$t/passed" 2>&1
{
	step accept --time 2026-11-23T10:00:00+08:00
	step decide --time 2026-11-23T11:00:00+08:00 --decision rejected --reason r
	complaint feedback -s "$s" $now --complaint y2 --by w
	step feedback --time 2026-11-23T12:00:00+08:00 --channel app --digest "$(printf %064d 1)"
	step appeal --role complainant --reason r
	complaint overdue -s "$s" $now
	complaint list -s "$s" $now
	complaint show -s "$s" $now y1
	complaint show -s "$s" $now --account "$accused"
	acct-verify show -s "$s" $now "$accused"
	filing-export make -v -s "$s" -p "$t/site" --now $hour -d "$t/x14/out" --kind complaints --kind inspection --from 2026-01-01 --until $hour --case c1 --by w --reason r
	norm-audit -s "$s" $now --html "$t/x14/out/report.html"
	norm-audit journal -s "$s" $now
	beian-store check -s "$s"
} >"$t/all" 2>&1
for f in "$t"/x14/out/*.zip; do unzip -p "$f"; done >"$t/x14/out/unpacked" 2>/dev/null
ok 'X14: the complaints were taken' [ "$(complaint list -s "$s" $now | grep -c '"y[1-4]"')" -ge 2 ]
ok 'X14: archives and a report were made' [ -s "$t/x14/out/unpacked" -a -s "$t/x14/out/report.html" ]
is 'X14: nothing of the accused or the complainant comes out' "$(grep -aFf "$t/marks" "$t/passed" | head -n 3; grep -aFf "$t/marks.said" "$t/all" | head -n 3)" ''
is 'X14: nor in archives, page and summary' "$(grep -acFf "$t/marks.said" -r "$t/x14/out")" "$(find "$t/x14/out" -type f | sed 's/$/:0/')"
is 'X14: nor in the store' "$(cat "$s"/data.mdb "$s"/lock.mdb | grep -acFf "$t/marks.said")" 0
complaint show -s "$s" $now y1 --reveal --by w --reason r --basis b >"$t/revealed" 2>&1
is 'X14: revealed, what is of the complainant comes' "$(grep -oFf "$t/marks.said" "$t/revealed" | sort -u | wc -l)" 3
is 'X14: and nothing of the accused' "$(grep -cFf "$t/marks.accused" "$t/revealed")" 0
is 'X14: and that is in the journal' "$(norm-audit journal -s "$s" $now --program complaint --verb reveal | grep -c '"by":"w"')" 1
complaint show -s "$s" $now y1 --reveal --by w --reason r >"$t/revealed" 2>/dev/null
is 'X14: without a basis: status 2, nothing' "$? $(wc -c <"$t/revealed")" '2 0'

# ---- X6: an acknowledged listing is there for every later process, beside failing openers

if [ "$(id -u)" = 0 ] && ! sanitized; then
	reseed
	: >"$t/go"
	while [ -e "$t/go" ]; do
		(ulimit -v 30000; blacklist list -s "$s" $now) >/dev/null 2>&1
		sleep 0.01
	done &
	while [ -e "$t/go" ]; do
		timeout -s KILL 0.004 blacklist list -s "$s" $now >/dev/null 2>&1
		sleep 0.01
	done &
	while [ -e "$t/go" ]; do
		setpriv --reuid 65534 --clear-groups blacklist list -s "$s" $now >/dev/null 2>&1
		sleep 0.01
	done &
	openers=$!
	writer() {	# writer NAME: lists keys one by one, each looked for by another process
		for i in $(seq $((J6 / 2))); do
			blacklist add -q -s "$s" $now --group "$1$i" --ground law --basis b --reason r \
			    --by w --from now --until term --alone x >/dev/null || { echo "failed $1$i"; continue; }
			[ "$(printf '{"group":"%s"}\n' "$1$i" | blacklist -q -s "$s" $now |
			    grep -c group-listed)" = 1 ] || echo "lost $1$i"
		done
	}
	writer g >"$t/lost.g" &
	writers=$!
	writer h >"$t/lost.h"
	wait $writers
	ok 'X6: the openers were there' kill -0 $openers
	rm -f "$t/go"
	wait
	cat "$t/lost.g" "$t/lost.h" >"$t/lost"
	none 'X6: listings that were acknowledged are found' "$t/lost"
	is 'X6: all of them' "$(blacklist list -s "$s" $now | wc -l)" $((J6 / 2 * 2))
else
	skip 'X6: listings that were acknowledged are found' 'needs root, no sanitizers'
fi

# ---- X7: writers in one pipe on one store.  A record for each of them: an account's, listed
# from tomorrow on, with an event or a measure.

long() {	# long LINES: so many records for all of them
	awk -v n="$1" '{ a[NR] = substr($0, 2) } END { for (i = 1; i <= n; i++)
		printf "{\"id\":\"w%d\",\"kind\":\"%s\",\"time\":\"2026-10-%02d\",\"from\":\"2026-11-25\",\"until\":\"2027-01-01\",\"ground\":\"law\",\"clause\":\"c\",\"operator\":\"w\",\"by\":\"w\",\"reason\":\"r\",\"basis\":\"b\",%s\n",
		    i, i % 2 ? "clickbait" : "warn", 1 + i % 28, a[1 + i % NR] }' "$t/accounts"
}
# bytes FILE N: its whole lines, one made longer by blanks, so many bytes in all.
bytes() {
	head -c "$2" "$1" | sed '$d' >"$t/whole"
	pad=$(($2 - $(wc -c <"$t/whole")))
	sed "1s/^{/{$(printf "%${pad}s" '')/" "$t/whole"
}
long 300 >"$t/long"
head -n 1 "$t/long" >"$t/pipe.1"
for size in 65535 65536 65537; do bytes "$t/long" $size >"$t/pipe.$size"; done
stage() {	# stage NUMBER: a writer, by number
	case $1 in
	1) timeout "$limit" acct-verify register -q -s "$s" $now ;;
	2) timeout "$limit" blacklist add -q -s "$s" $now ;;
	3) timeout "$limit" enforce apply -q -s "$s" $now ;;
	4) timeout "$limit" credit-score apply -q -s "$s" $now ;;
	5) timeout "$limit" complaint receive -q -s "$s" $now ;;
	6) timeout "$limit" norm-audit document -q -s "$s" $now ;;
	esac
}
seed=seed limit=10
for n in $(seq "$J7"); do
	bad=0
	for a in 1 2 3 4 5 6; do
		for b in 1 2 3 4 5 6; do
			for f in 1 $((65535 + (a + b + n) % 3)); do
				reseed
				stage $a <"$t/pipe.$f" | stage $b >"$t/out"
				cut -d '"' -f 4 "$t/pipe.$f" >"$t/want"
				cut -d '"' -f 4 "$t/out" | cmp -s - "$t/want" ||
				    { bad=$((bad + 1)); echo "# $a | $b, $f: $(wc -l <"$t/out") lines"; }
			done
		done
	done
	is 'X7: every two writers in one pipe: each record comes out, in its order' "$bad" 0
done
limit=3000
long "$J7L" >"$t/long"
for order in 1234 4321 2143; do
	reseed
	stage ${order%???} <"$t/long" | { o=${order#?}; stage ${o%??}; } | { o=${order#??}; stage ${o%?}; } |
	    stage ${order#???} >"$t/out"
	is "X7: four writers in one pipe, $order: $J7L records" "$(wc -l <"$t/out")" "$J7L"
	ok 'X7: and the store is whole' beian-store check -q -s "$s"
done
# What the first takes the second knows: a lowering is taken by enforce and counts once.
reseed
timeout 60 enforce apply -q -s "$s" $now "$t/measures" | timeout 60 credit-score apply -q -s "$s" $now >"$t/out"
is 'X7: enforce apply | credit-score apply: every record comes out' "$(wc -l <"$t/out")" "$(wc -l <"$t/measures")"
cp -a "$t/seed" "$t/two"
enforce apply -q -s "$t/two" $now "$t/measures" >/dev/null 2>&1
credit-score list -s "$t/two" $now >"$t/want"
credit-score list -s "$s" $now >"$t/got"
same 'X7: and the scores are those of enforce apply alone' "$t/got" "$t/want"
timeout 60 acct-verify register -q -s "$s" $now "$t/accounts" | timeout 60 blacklist -q -s "$s" $now |
    timeout 60 credit-score -q -s "$s" $now >"$t/out"
is 'X7: acct-verify register | blacklist | credit-score' "$(wc -l <"$t/out")" 60

# ---- X12: each line of the corpus has one outcome in every filter

tab=$(printf '\t')
while IFS=$tab read -r verdict form name text; do
	case $verdict in yes|no) ;; *) continue ;; esac
	if [ "$form" = value ]; then
		printf '%b\n' "{\"account\":\"c-$name\",\"id\":\"$name\",\"x\":$text}"
	else
		printf '%b\n' "$text"
	fi >>"$t/corpus.$verdict"
done <tests/corpus/json
cat "$t/corpus.yes" "$t/corpus.no" >"$t/corpus"
while read -r cmd; do
	reseed
	rm -f "$t/rejects"
	# shellcheck disable=SC2086
	$cmd -q -s "$s" $now --rejects "$t/rejects" "$t/corpus" >"$t/out" 2>"$t/err"
	status=$?
	is "X12: $cmd: one outcome for each line" "$status $(($(wc -l <"$t/out") + $(wc -l <"$t/rejects")))" \
	    "1 $(wc -l <"$t/corpus")"
	LC_ALL=C sort "$t/corpus.no" >"$t/want"
	# {} lacks what only some of them need.
	LC_ALL=C sort "$t/rejects" | LC_ALL=C comm -13 - "$t/want" | grep -avxF '{}' >"$t/missing"
	none "X12: $cmd: what is no JSON is refused as it was" "$t/missing"
	[ "$cmd" != blacklist ] || is 'X12: blacklist: and nothing else is' "$(wc -l <"$t/rejects")" \
	    "$(grep -acvxF '{}' "$t/corpus.no")"
done <<-'END'
	blacklist
	blacklist add
	blacklist lift
	credit-score
	credit-score apply
	credit-score appeal
	enforce
	enforce apply
	enforce lift
	enforce check
	group-cap
	group-cap apply
	group-cap import
	retain-prune store log
	complaint
	complaint receive
	complaint accept
	complaint decide
	complaint feedback
	complaint appeal
	norm-audit document
END
finish
