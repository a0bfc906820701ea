#!/bin/sh
# A whole year of a made-up platform (tests/year/plan.awk, a fixed seed): what its systems hand
# over each night goes through all programs by a crontab (tests/year.cron) that is run day by
# day; norm-audit then agrees with a count made from the plan alone (tests/year/count.awk), at
# the end and at days in between, live and told again.  The archives are whole, so is the
# journal, and no number of a person is anywhere.  YEAR=1 or TORTURE=1: all of it; else the first
# 120 days (DAYS).  ACCOUNTS, USERS: how many; SEED=N: another year.
# shellcheck disable=SC2016,SC2012,SC2153,SC2317  # awk programs; names are ours; by ok and year.sh
. tests/lib.sh

SEED=${SEED:-6}
FIRST=2025-11-01
if [ -n "${YEAR-}${TORTURE-}" ]; then DAYS=${DAYS:-365}; fi
DAYS=${DAYS:-120}
ACCOUNTS=${ACCOUNTS:-200}
USERS=${USERS:-60}
awk=${AWK:-awk}
y=$TOP/tests/year
holidays=$BEIAN_SHARE/holidays.csv
cd "$TMPDIR" || exit 1
root=$PWD/root
echo "# SEED=$SEED DAYS=$DAYS ACCOUNTS=$ACCOUNTS USERS=$USERS"

# ---- the plan

cd "$TOP" || exit 1
"$BIN/tests/gen" -n "$ACCOUNTS" -e 0 -s 66 >"$TMPDIR/accounts"
"$BIN/tests/gen" -f users -n "$USERS" -e 0 -s 67 >"$TMPDIR/users"
cd "$TMPDIR" || exit 1
mkdir -p feed "$root/srv/platform/in" "$root/srv/platform/done" "$root/srv/beian/filings" "$root/srv/beian/cases" \
    "$root/srv/beian/audit" "$root/srv/www/groups" "$root/srv/backup" "$root/var/lib"
"$awk" -v dir=. -v first="$FIRST" -v days="$DAYS" -v seed="$SEED" -v holidays="$holidays" \
    -f "$TOP/tests/model/keep.awk" -f "$y/plan.awk" accounts users
"$awk" -v first=2025-11-02 -v days="$DAYS" -v root="$root" -v holidays="$holidays" \
    -f "$TOP/tests/model/keep.awk" -f "$y/run.awk" "$TOP/tests/year.cron" >year.sh
cp "$y/policy.json" policy.json

# ---- the programs, each as of the minute that it is

mkdir wrap
for p in acct-verify blacklist complaint credit-score enforce filing-export group-cap norm-audit retain-prune; do
	{
		echo '#!/bin/sh'
		[ "$p" != filing-export ] || echo "case \$1 in list|verify) exec '$BIN/$p' \"\$@\" ;; esac"
		echo "exec '$BIN/$p' \"\$@\" --now \"\$SIM\" -p '$PWD/policy.json'"
	} >"wrap/$p"
done
cat >wrap/date <<'EOF'
#!/bin/sh
exec /bin/date -d "$SIM" "$@"
EOF
chmod +x wrap/*
BEIAN_STORE=$root/var/lib/beian
PATH=$PWD/wrap:$PATH
TZ=Asia/Shanghai
export BEIAN_STORE PATH TZ SIM
new_store "$BEIAN_STORE"

night() {
	for f in feed/*-"$1".jsonl; do
		[ ! -e "$f" ] || mv feed/*-"$1".jsonl "$root/srv/platform/in/"
		break
	done
}
morning() {
	end=$1
}
# shellcheck source=/dev/null
. ./year.sh
b=$root/srv/beian

# ---- what came of it

ls "$root/srv/platform/in" >left
none 'all that was handed over was taken in' left
grep -v -e '^{"store":.*"chain":true' -e '^group-cap: recount: 0 wrong, 0 put right$' -e '^retain-prune: erased data of .* stand in old pages' \
    "$root/mail" >mail
none 'nothing went wrong on the way' mail
find "$b" -maxdepth 1 -name '*.jsonl' ! -name groups-todo.jsonl -exec cat {} + | jq -r 'select(type == "object") | .findings[]? | select(.verdict == "reject") | .code' | sort | uniq -c | sed 's/^ *//' >rejects
echo "# refused: $(tr '\n' ';' <rejects)"
ok 'refused were those on the blacklist, and who has not the right' \
    [ -z "$(grep -v -e account-listed -e subject-listed -e op-right -e right-suspended rejects)" ]

# ---- the audit and the count

"$awk" -F , -v OFS='\t' 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    $at["state"] == "checked" { print $at["clause"], $at["norm"], $at["codes"], $at["applies"], $at["counter"], $at["documents"] }' \
    "$BEIAN_SHARE/obligations.csv" >clauses
# Not counted: malice (tests/plaint.t has it), and closings that were late, which only those who
# closed them are told, and when filings of operators are due (accounts are).  Of the journal the count is not known, but that it is there.
words() {
	jq -r 'select(.clause and .state != "not-checkable") | .clause as $id |
	    (.found | map(select(.code == "malice-suspected" or .code == "close-late" or
	        ($id == "PA-07-3c" and (.code | startswith("filing-")))).count) | add // 0) as $m |
	    "clause \(.clause) \(if .clause == "PA-09-1b" then 1 else .evidence end) \(.open - $m) \(if .open == $m and .state == "open" then "met" else .state end)"' | sort
}
# agree AUDIT UNTIL KNOWN: the audit's lines are those of the count up to the day UNTIL.
agree() {
	day=$(date -d "$2 + 1 day" +%Y%m%d)
	filings=$(ls "$b/filings" "$b/cases" | sed -n 's/.*_\([0-9]\{8\}\)_[0-9]*\.zip$/\1/p' | awk -v d="$day" '$1 <= d' | wc -l)
	# One that was sent back stands no more.
	back=$(grep -c '"state":"rejected"' "$b/receipts.jsonl")
	[ "$day" -ge 20260325 ] || back=0
	fetched=$(ls "$b/cases" | sed -n 's/.*_\([0-9]\{8\}\)\.zip$/\1/p' | awk -v d="$day" '$1 <= d' | wc -l)
	"$awk" -v until="$2" -v known="${3-}" -v filings=$((filings - back)) -v exports=$((filings + fetched)) -v holidays="$holidays" \
	    -f "$TOP/tests/model/keep.awk" -f "$y/count.awk" clauses facts >count
	grep '^clause' count | sort >want
	words <"$1" >got
	diff want got | sed "s/^/# $2: /" >&8
	cmp -s want got
}
SIM=$(date -d "$end 06:50" +%Y-%m-%dT%H:%M:%S+08:00)
day_before() { /bin/date -d "$1 - 1 day" +%Y-%m-%d; }
norm-audit --exit-zero >audit.end
for f in "$b"/audit/*.jsonl; do
	m=${f##*/}
	m=${m%.jsonl}
	ok "the audit of $m is the count" agree "$f" "$(day_before "$m")"
done
ok "and at the end, $end: $(words <audit.end | wc -l) clauses" agree audit.end "$(day_before "$end")"

# Told again at the end: groups, subjects and operators are those of now, and so is what was
# filed of accounts and management systems, so that these rows are left out.
norm-audit list --as-of "$SIM" >documents
left='GR-02-2b|GR-07-1a|GR-08-..|GR-09-.|PA-07-1c|PA-07-2c|PA-07-3.'
again() {	# again DAY: the audit of that morning
	norm-audit --exit-zero --as-of "$1T06:50:00+08:00" >audit.again
	words <audit.again | grep -v -w -E "$left" >again.got
	agree audit.again "$(day_before "$1")" "$(day_before "$end")" >again.out 8>again.diff
	grep -v -w -E "$left" want >again.want
	diff again.want again.got | sed "s/^/# told again, $1: /" >&8
	cmp -s again.want again.got
}
for m in 2025-12-01 2026-02-01 2026-05-01 2026-08-01; do
	[ -e "$b/audit/$m.jsonl" ] || continue
	ok "told again, $m: the count" again "$m"
	words <audit.end >rows.now
	norm-audit --exit-zero --compare "$m"T06:50:00+08:00 >compared
	words <compared >compared.now
	same "compared with $m: the rows of today" compared.now rows.now
done

# ---- archives, journal, segments

ok 'all archives are whole' sh -c "filing-export verify -q -s '$BEIAN_STORE' '$b'/filings/*.zip >verified"
is 'and each was looked at' "$(wc -l <verified)" "$(ls "$b"/filings/*.zip | wc -l)"
ok 'so are the extracts' sh -c "filing-export verify -q '$b'/cases/*.zip >verified"
ok 'the chain of the journal is whole' sh -c 'norm-audit journal --verify | tail -n 1 | grep -q "\"chain\":\"whole\""'
ok 'and so is the store' beian-store check -q
ok 'and all segments' retain-prune verify

# The extract of the first month, made again at the end, has the same rows.
if [ "$DAYS" -ge 60 ]; then
	mkdir -p again
	filing-export make -d again --kind inspection --kind complaints --from 2025-11-01 --until 2025-11-28 \
	    --case 2025-11 --by 赵敏 --reason 监督检查 --basis PA-16-1 >extracts 2>&1
	for kind in inspection complaints; do
		# But the names of those who were erased since.
		unzip -p again/beian_year_330000_${kind}_*.zip "*/$kind.jsonl" | jq -c 'del(.name, .subject_name)' >rows.now
		unzip -p "$b/cases/beian_year_330000_${kind}_20251128_1.zip" "*/$kind.jsonl" | jq -c 'del(.name, .subject_name)' >rows.then
		ok "the extract $kind has rows" [ -s rows.then ]
		same "and made again the same ones" rows.now rows.then
	done
fi

# ---- numbers of persons

# Identity numbers and telephones of persons, in what was handed over.
cat accounts users | jq -r 'select(.id_type != "uscc") | .id_number' | sort -u >numbers
cat accounts users | jq -r .mobile | sort -u >>numbers
cat "$root"/srv/platform/done/complaints-*.jsonl | jq -r '.complainant_contact // empty, .complainant // empty' | sort -u >>numbers
ok 'there are numbers to look for' [ "$(wc -l <numbers)" -gt 100 ]
ok 'and they are found where they stand' grep -rqaF -f numbers "$root/srv/platform/done"
{
	for f in "$b"/filings/*.zip "$b"/cases/*.zip; do unzip -p "$f" '*/data/*' -x '*.xlsx'; done
	i=0
	for f in "$b"/filings/*.zip; do
		i=$((i + 1))
		[ $((i % 10)) = 1 ] || continue
		unzip -p "$f" '*.xlsx' >table.xlsx && unzip -p table.xlsx
	done
} >opened 2>/dev/null
ok 'the archives were opened' [ "$(wc -c <opened)" -gt 100000 ]
grep -aoF -f numbers opened | head -3 >leaked
none 'no number of a person is in an archive' leaked
grep -rlaF -f numbers "$b" "$root/srv/www" "$root/srv/backup" "$root/var" "$root/mail" >leaked
none 'nor in any output, page, store, segment, copy or mail' leaked
finish
