# proof.sh: the section of bench.sh about norm-audit and filing-export make of all kinds; alone:
# ONLY=proof tests/bench.sh BUILD.  N: accounts and credit events; a tenth of it are groups and
# complaints, a hundredth measures; 184 days of segments of three classes.
# shellcheck shell=sh disable=SC2154,SC2034  # bench.sh sets bin, work, RUNS, NOW and has the functions

place=$work/proof
mkdir -p "$place/filings" "$place/same" || exit 1
BEIAN_STORE=$place/store
export BEIAN_STORE
unset BEIAN_SEGMENTS
policy=$place/policy.json
cat >"$policy" <<'EOF'
{"version":1,"platform":{"name":"平台","code":"bench","province":"330000","responsible":"甲",
"contact":"a@example.com"},"norms":{"on":["PA-2017","GR-2017","PA-2021"]},
"account":{"identity":{"verify":false},"agreement":{"current":[]}}}
EOF
quiet() {	# quiet COMMAND...: 1 counts as success
	"$@" >/dev/null 2>"$work/err" || [ $? = 1 ] || {
		echo "proof.sh: $1 $2: $(head -n 1 "$work/err")" >&2
		exit 1
	}
}

# ---- the store

groups=$((N / 10)) users=$((N / 5)) ops=$bin/tests/bench-ops
beian-store init >/dev/null || exit 1
"$bin/tests/gen" -b -f jsonl -e 0 -n "$N" >"$place/in" || exit 1
quiet acct-verify register -q -j2 -p "$policy" --now "$NOW" "$place/in"
"$bin/tests/gen" -f users -e 0 -n "$users" >"$place/in" || exit 1
quiet acct-verify register -q -j2 -p "$policy" --now "$NOW" "$place/in"
for kind in groups seats; do
	"$ops" $kind "$groups" "$users" "$N" >"$place/in" || exit 1
	quiet group-cap import -q -p "$policy" --now "$NOW" "$place/in"
done
acct-verify list | sed 's/.*"account":"\([^"]*\)".*/\1/' >"$place/accounts"
# made KIND COUNT: records of so many, about accounts at random.
made() {
	awk -v what="$1" -v n="$2" 'BEGIN {
		split("rumour copyright vulgar clickbait other-breach", K, " ")
		split("fraud vulgar rumour infringement other", C, " ")
		srand(7)
	}
	{ a[m++] = $1 }
	END { for (i = 0; i < n; i++) {
		s = int(i * 2160000 / n)	# 25 days
		at = sprintf("2026-%s-%02dT%02d:%02d:%02d+08:00",
		    what == "complaint" ? "10" : "09", 1 + s / 86400, s % 86400 / 3600,
		    s % 3600 / 60, s % 60)
		who = a[int(rand() * m)]
		if (what == "event")
			printf "{\"id\":\"ev%09d\",\"kind\":\"%s\",\"account\":\"%s\",\"time\":\"%s\"}\n", i,
			    K[1 + int(rand() * 5)], who, at
		else if (what == "measure")
			printf "{\"id\":\"m%09d\",\"kind\":\"warn\",\"account\":\"%s\",\"ground\":\"law\"," \
			    "\"clause\":\"PA-11-1\",\"time\":\"%s\",\"operator\":\"o\",\"cause\":\"c%d\"}\n", i, who, at, i
		else if (what == "complaint")
			printf "{\"id\":\"p%09d\",\"kind\":\"%s\",\"account\":\"%s\",\"content\":\"第%d条说的%x不是事实%x\"," \
			    "\"complainant\":\"u%d\",\"channel\":\"app\",\"time\":\"%s\"}\n", i,
			    C[1 + int(rand() * 5)], who, i, rand() * 2000000000, rand() * 2000000000,
			    rand() * n, at
		else
			printf "{\"id\":\"s%09d\",\"complaint\":\"p%09d\",\"by\":\"o\"," \
			    "\"time\":\"2026-10-27T%02d:00:00+08:00\"}\n", i, i * 2, 9 + i % 8
	} }' "$place/accounts" >"$place/in"
}
made event "$N"
quiet credit-score apply -q -p "$policy" --now "$NOW" "$place/in"
made measure $((N / 100))
quiet enforce apply -q -p "$policy" --now "$NOW" "$place/in"
made complaint $((N / 10))
quiet complaint receive -q -p "$policy" --now "$NOW" "$place/in"
made step $((N / 20))
quiet complaint accept -q -p "$policy" --now "$NOW" "$place/in"
quiet norm-audit document -q -p "$policy" --now "$NOW" --dir share/examples/documents \
    share/examples/documents.jsonl
for class in content log network-log; do
	"$bin/tests/logs" -n 3680 -d 184 -f 2026-05-24 -a 0 >"$place/in" || exit 1
	quiet retain-prune store $class -q -p "$policy" --now "$NOW" "$place/in"
done

# ---- filings of all kinds, beside zip of the same bytes

time_of proofmake filing-export make -q -p "$policy" --now "$NOW" -d "$place/filings" \
    --documents share/examples/documents || bad=1
# An extract has what was received before its end: an hour later.
hour=$(echo "$NOW" | sed 's/T09/T10/')
time_of extracts filing-export make -q -p "$policy" --now "$hour" -d "$place/filings" \
    --kind complaints --kind inspection --from 2026-10-01 --until "$hour" --case bench \
    --by bench --reason bench || bad=1
archives=0
for a in "$place/filings"/*.zip; do
	[ -f "$a" ] || continue
	d=$place/same/${a##*/}
	mkdir "$d"
	unzip -q "$a" -d "$d"
	find "$d" -name '*.xlsx' | while read -r x; do
		mkdir "$x.d"
		unzip -q "$x" -d "$x.d"
		rm "$x"
	done
	archives=$((archives + 1))
done
for level in 1 6; do
	# shellcheck disable=SC2016  # expands in there
	time_of zip$level sh -c 'cd "$1" && for d in *; do
	    zip -q -r "-$2" "../$d.$2" "$d" || exit 1; done' zip "$place/same" $level
done
printf '\nfiling-export make of all kinds: %s archives of %s MiB, %s MiB unpacked\n' "$archives" \
    "$(($(du -sk "$place/filings" | cut -f1) / 1024))" \
    "$(($(du -sk "$place/same" | cut -f1) / 1024))"
for level in 1 6; do
	awk -v a="$(middle proofmake 1)" -v b="$(middle extracts 1)" \
	    -v z="$(middle zip$level 1)" 'BEGIN { print (a + b) / z }' >"$place/ratio"
	at_most "filing-export make : zip -$level of the same bytes" "$(cat "$place/ratio")" 3 ratio
done
printf '  make %s s (%s s of processor, %s MiB), extracts %s s, zip -1 %s s, zip -6 %s s\n' \
    "$(middle proofmake 1)" "$(middle proofmake 2)" "$(($(middle proofmake 4) / 1024))" \
    "$(middle extracts 1)" "$(middle zip1 1)" "$(middle zip6 1)"
rm -rf "$place/same" "$place/filings" "$place"/*.zip.* "$place/in"

# ---- norm-audit beside a bare walk

for _ in $(seq "$RUNS"); do
	time_of walk "$bin/tests/bench-walk" "$BEIAN_STORE" || bad=1
	"$bin/tests/bench-clock" norm-audit -p "$policy" --now "$hour" --exit-zero \
	    >"$place/rows" 3>>"$work/audit.times" || bad=1
done
anon_of audited norm-audit -p "$policy" --now "$hour" --exit-zero
time_of page norm-audit -p "$policy" --now "$hour" --exit-zero --html "$place/page.html" || bad=1
printf '\nnorm-audit: %s; store of %s MiB; median of %s runs\n' \
    "$("$bin/tests/bench-walk" "$BEIAN_STORE" | sed 's/, sum.*//')" \
    "$(($(du -sk "$BEIAN_STORE" | cut -f1) / 1024))" "$RUNS"
at_most 'norm-audit : bare walk of the same tables' \
    "$(awk -v a="$(middle audit 1)" -v b="$(middle walk 1)" 'BEGIN { print a / b }')" 2 ratio
at_most 'memory of norm-audit beside the map' \
    "$(awk '{ print $1 / 1024 }' "$work/audited.anon")" 256 MiB
printf '  norm-audit %s s (%s + %s s of processor), walk %s s (%s + %s); with --html %s s, %s bytes\n' \
    "$(middle audit 1)" "$(middle audit 2)" "$(middle audit 3)" "$(middle walk 1)" \
    "$(middle walk 2)" "$(middle walk 3)" "$(middle page 1)" \
    "$(wc -c <"$place/page.html")"
[ "$(wc -l <"$place/rows")" -ge 119 ] || bad=1
rm -rf "$place"
unset BEIAN_STORE
