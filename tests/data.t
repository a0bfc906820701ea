#!/bin/sh
# The tables of share/ against each other, the code, the manuals and the examples.
. tests/lib.sh

t=$TMPDIR
cd "$TOP" || exit 1
o=share/obligations.csv

# ---- obligations

is 'obligations: the columns' "$(head -1 $o)" \
    'clause,norm,who,kind,duty,evidence,program,codes,state,applies,counter,documents,penalty,list'
is 'obligations: 68 clause items of public accounts, 51 of groups, each once' \
    "$(awk -F, 'NR > 1 { n[substr($1, 1, 2)]++; if (seen[$1]++) d++ }
	END { print n["PA"], n["GR"], d + 0 }' $o)" '68 51 0'
docs=$(jq -r '.properties.kind.enum | join(" ")' share/schema/document.schema.json)
awk -F, -v docs=" $docs " 'NR > 1 {
	bad = ""
	if (NF != 14) bad = NF " columns"
	if ($1 !~ /^(PA|GR)-[0-9][0-9]-[0-9][a-z]?$/) bad = "clause"
	if ($2 != substr($1, 1, 2) "-2017") bad = "norm"
	n = split($4, k, "/")
	for (i = 1; i <= n; i++)
		if (index(" REC AGG EVT FIL RPT RET DOC SCOPE HORT REG ", " " k[i] " ") == 0)
			bad = "kind"
	if ($5 !~ /^[A-Z].* \[.+\]$/) bad = "duty"
	if ($6 == "") bad = "evidence"
	n = split($7, k, ";")
	for (i = 1; i <= n; i++)
		if (index(" acct-verify group-cap credit-score blacklist enforce complaint " \
		    "retain-prune filing-export norm-audit beian-store ", " " k[i] " ") == 0)
			bad = "program"
	if (index(" checked not-checkable ", " " $9 " ") == 0) bad = "state"
	if (($9 == "checked") != ($8 != "")) bad = "checked without codes, or codes unchecked"
	if ($9 == "checked" && $14 == "") bad = "checked, and no command that lists what is open"
	n = split($12, k, ";")
	for (i = 1; i <= n; i++)
		if (index(docs, " " k[i] " ") == 0) bad = "document"
	if ($13 !~ /^(CSL-[0-9]+)?$/) bad = "penalty"
	if (bad != "") print $1 ": " bad
}' $o >"$t/bad"
none 'obligations: every row is well formed, and checked only with codes' "$t/bad"
awk -F, 'NR > 1 { c = $1; sub(/[a-z]$/, "", c); if (c < last && substr(c, 1, 2) == \
    substr(last, 1, 2)) print c; last = c }' $o >"$t/bad"
none 'obligations: in the order of the texts' "$t/bad"

# ---- clause and code: the table, the code, the manual

awk -F, 'NR > 1 { n = split($8, c, ";"); for (i = 1; i <= n; i++) print $1, c[i] }' $o |
    sort -u >"$t/all"
awk -F, 'NR > 1 && ($12 != "") != ($8 ~ /document-missing/)' $o >"$t/bad"
none 'obligations: a clause that asks for a document says that it is missing' "$t/bad"
# Rows of lib/finding_table.c and lib/finding_later.c: { "PA-06-1a", "id-checksum", VERDICT, "message", "GR-06-1a" or NULL }.
cat lib/finding_table.c lib/finding_later.c | tr '\n\t' '  ' | sed 's/[[(]F_/\
/g' | sed -n 's/^[A-Z_]*[])] = { \("[PG][AR]-.*\)/\1/p' | awk -F'"' '{
	print $2, $4
	if ($(NF - 1) ~ /^GR-[0-9][0-9]-[0-9][a-z]?$/) print $(NF - 1), $4
}' | sort -u >"$t/code"
# What norm-audit works out of documents and the journal holds of every clause that rests on
# them, whatever clause the finding cites.
comm -23 "$t/all" "$t/code" >"$t/more"
grep -vE ' (document-(missing|expiring|expired|unpublished)|journal-broken)$' "$t/more" >"$t/bad"
none 'obligations: only what is worked out of the whole store stands under more clauses' "$t/bad"
comm -23 "$t/all" "$t/more" >"$t/table"
grep -vE '^(PA-05-1d|GR-05-1c) document-(missing|expiring|expired)$' "$t/code" >"$t/each"
grep -vE '^(PA-05-1d|GR-05-1c) document-(missing|expiring|expired)$' "$t/table" >"$t/rest"
same 'obligations name the clauses and codes of lib/finding_table.c' "$t/rest" "$t/each"
ok 'there are some' [ "$(wc -l <"$t/code")" -gt 70 ]

sed -n 's/^\.It Li \([a-z-]*\) No .*/\1/p' man/beian-records.5 | sort -u >"$t/manual"
cut -d' ' -f2 "$t/code" | sort -u >"$t/codes"
same 'beian-records(5) has the codes of lib/finding_table.c' "$t/manual" "$t/codes"
awk '/^Clause |^users: /  {
	gsub(/[\[\]:]/, " ")
	n = 0
	for (i = 2; i <= NF; i++) if ($i ~ /^(PA|GR)-/) c[++n] = $i
}
/^\.It Li [a-z-]* No / { for (i = 1; i <= n; i++) print c[i], $3 }' man/beian-records.5 |
    sort -u >"$t/manual"
same 'beian-records(5) has them under the same clauses' "$t/manual" "$t/code"

# ---- members

# Rows of lib/record_member.c: [M_NAME] = { "name", MEMBER_TEXT }.
tr '\n\t' '  ' <lib/record_member.c | sed 's/\[M_/\
/g' | sed -n 's/^[A-Z_]*\] = { "\([a-z_]*\)", MEMBER_\([A-Z]*\).*/\1 \2/p' | sort >"$t/members"
cut -d' ' -f1 "$t/members" >"$t/names"
ok 'the members of lib/record_member.c are found' [ "$(wc -l <"$t/names")" -gt 40 ]
awk '/^\.Sh MEMBERS/ { on = 1 } /^\.Sh FINDINGS/ { on = 0 }
/^\.Bl / { depth += on } /^\.El/ { depth -= on }
on && depth == 1 && /^\.It Li / { print $3 }' man/beian-records.5 | sort >"$t/manual"
same 'beian-records(5) has the members of lib/record_member.c' "$t/manual" "$t/names"
jq -r '.properties | keys[]' share/schema/[!f]*.schema.json | sort -u >"$t/schema"
same 'so have the schemas of the records' "$t/schema" "$t/names"

jq -r '.properties | keys[]' share/schema/filing.schema.json | sort >"$t/schema"
awk '/^\.Sh FILINGS/ { on = 1 } /^\.El/ { on = 0 }
on && /^\.It Li / { for (i = 3; i <= NF; i++) if ($i != ",") print $i }' man/beian-records.5 |
    sort >"$t/manual"
same 'and FILINGS in it those of the schema of filings' "$t/manual" "$t/schema"

for f in headings terms; do
	case $f in
	headings) head=heading,member; cell=1; member=2 ;;
	terms) head=member,value,term; cell=1,3; member=1 ;;
	esac
	is "$f: the columns" "$(head -1 share/$f.csv)" "$head"
	tail -n +2 share/$f.csv | cut -d, -f"$cell" | sort | uniq -d >"$t/bad"
	none "$f: nothing stands twice" "$t/bad"
	{ cat "$t/names"; echo bool; } | sort >"$t/known"
	tail -n +2 share/$f.csv | cut -d, -f"$member" | sort -u | comm -23 - "$t/known" >"$t/bad"
	none "$f: only known members" "$t/bad"
	awk -F, -v n="$(echo "$head" | tr -cd , | wc -c)" \
	    'NF != n + 1 || /["\r\t]|, | ,|^ | $/ { print FNR ": " $0 }' share/$f.csv >"$t/bad"
	none "$f: plain cells" "$t/bad"
done
tail -n +2 share/headings.csv | cut -d, -f2 | sort -u |
    comm -13 - "$t/names" | grep -vxE 'would|subject|verdict|findings|credit|level|services|muted_until|measure_days|after|effects|listed|siblings|report|step|membership|limit|number|stage|due|due_unsure|duplicate_of|malice|reporter' >"$t/bad"
none 'headings: every member that comes in has one' "$t/bad"
for m in subject_kind id_type state; do
	jq -r ".properties.$m.anyOf[0].enum[]" share/schema/account.schema.json | sort >"$t/schema"
	awk -F, -v m=$m '$1 == m { print $2 }' share/terms.csv | sort -u >"$t/terms"
	same "terms: the values of $m are those of the schema" "$t/terms" "$t/schema"
	jq -r ".properties.$m.anyOf[1].enum[]" share/schema/account.schema.json | sort >"$t/schema"
	awk -F, -v m=$m '$1 == m { print $3 }' share/terms.csv | sort >"$t/terms"
	same "terms: and so are the words" "$t/terms" "$t/schema"
done
jq -r '.account.class.categories[]' share/policy/default.json | sort >"$t/policy"
awk -F, '$1 == "category" { print $2 }' share/terms.csv | sort -u >"$t/terms"
same 'terms: the categories are those of the policy' "$t/terms" "$t/policy"

# ---- schemas

for f in share/schema/*.json; do
	ok "$f is a schema of 2020-12" jq -e '.["$schema"] ==
	    "https://json-schema.org/draft/2020-12/schema" and .type == "object" and
	    (.properties | length) > 0 and
	    (.required - (.properties | keys) == [])' "$f"
done 2>/dev/null
is 'the schemas are those of beian-records(5)' "$(ls share/schema | tr '\n' ' ')" \
    'account.schema.json complaint.schema.json document.schema.json event.schema.json filing.schema.json finding.schema.json group.schema.json listing.schema.json log.schema.json measure.schema.json operation.schema.json seat.schema.json step.schema.json user.schema.json '

# ---- the policy and its manual

jq -r '[paths(type != "object") | map(select(type == "string"))
    | join(".")] | unique[]' share/policy/default.json | grep -v 'source$' |
    sed -E 's/\.(columns|steps)\..*/.\1/; s/^(account\.cap\.[a-z-]*)\..*/\1/
	s/^(account\.class\.licenses)\..*/\1/
	s/^credit\.(account|user|group)\./credit.scheme./
	s/^(credit\.scheme\.(deduct|levels|recover))\..*/\1/; s/^(measure\.ladders)\..*/\1/
	s/^(group\.(categories|tiers|persons|join))\..*/\1/
	s/^retain\.classes\.[a-z-]*\./retain.classes.class./' | grep -v '^version$' | sort -u >"$t/policy"
sed -n 's/^\.It Li \([a-z._-]*\) No .*/\1/p' man/beian-policy.5 |
    grep -vxE 'account.class.rules|credit.scheme.(reward|ladder|mute)|retain.classes.class.(since|sources)' | sort -u >"$t/manual"
same 'beian-policy(5) has the settings of the default' "$t/manual" "$t/policy"

# ---- examples

e=share/examples
is 'examples: 2,000 accounts' "$(($(wc -l <$e/accounts.csv) - 1))" 2000
is 'examples: 60 users' "$(wc -l <$e/users.jsonl | tr -d ' ')" 60
head -1 $e/accounts.csv | tr , '\n' | sort >"$t/heads"
tail -n +2 share/headings.csv | cut -d, -f1 | sort >"$t/known"
comm -23 "$t/heads" "$t/known" >"$t/bad"
none 'examples: headings.csv knows every heading' "$t/bad"
is 'examples: each row says what is to be found' \
    "$(awk -F, 'NR > 1 && $NF !~ /^expect:/' $e/accounts.csv | wc -l | tr -d ' ')" 0
wrong=$(awk -F, 'NR > 1 && $NF != "expect:"' $e/accounts.csv | wc -l)
ok 'examples: about one in ten has something wrong' [ "$wrong" -gt 150 -a "$wrong" -lt 250 ]
awk -F, 'NR > 1 { sub(/^expect:/, "", $NF); if ($NF != "") print $NF }' $e/accounts.csv |
    sort -u | comm -23 - "$t/codes" >"$t/bad"
none 'examples: only known codes are expected' "$t/bad"
for f in users close transfer complaints accepts decisions feedbacks appeals complaints-new \
    documents; do
	jq -e . $e/$f.jsonl >/dev/null || echo "$f.jsonl"
done >"$t/bad" 2>&1
none 'examples: the other files are JSON Lines' "$t/bad"
for f in close transfer; do
	jq -r .account $e/$f.jsonl
done | while read -r a; do
	grep -q "^$a," $e/accounts.csv || echo "$a"
done >"$t/bad"
none 'examples: what is closed and transferred is there' "$t/bad"

jq -r '.file // empty' $e/documents.jsonl | sort -u >"$t/named"
ls $e/documents >"$t/there"
same 'examples: each file of documents is named, and is there' "$t/there" "$t/named"
is 'examples: a document of every kind' "$(jq -r 'select(.note == "expect:") | .kind' \
    $e/documents.jsonl | sort -u | wc -l | tr -d ' ')" "$(echo "$docs" | wc -w | tr -d ' ')"

gen=$BIN/tests/gen
[ -x "$gen" ] || gen=$BIN/gen
if [ -x "$gen" ]; then
	"$gen" -n 2000 -s 20261124 -f csv -z >"$t/accounts.csv"
	same 'examples: the generator makes the same accounts again' "$t/accounts.csv" $e/accounts.csv
	"$gen" -n 60 -s 20261124 -f users >"$t/users.jsonl"
	same 'examples: and the same users' "$t/users.jsonl" $e/users.jsonl
else
	skip 'examples: the generator makes the same accounts again' 'no gen was built'
	skip 'examples: and the same users' 'no gen was built'
fi

# What acct-verify finds in the examples: in right rows nothing, in wrong ones what they say.
# Those that lose their identity may not publish either, and so on: the expected one is there.
policy="-p $e/policy.json --now 2026-11-24T09:00:00+08:00"
judge='(.note | ltrimstr("expect:")) as $e | [.findings[]?.code] as $c |
    select(if $e == "" then $c - ["measure-step"] != [] else ($c | index($e)) == null end) |
    "\(.id // .account // .user): \($e) wanted, \($c | join(" ")) found"'
# examples FILE ROWS WORDS...: FILE through a command
examples() {
	f=$1 rows=$2
	shift 2
	"$@" "$e/$f" >"$t/out" 2>"$t/err"
	is "examples: $f through $1 $2" "$? $(wc -l <"$t/out" | tr -d ' ') $(wc -c <"$t/err" |
	    tr -d ' ')" "$status $rows 0"
	jq -r "$judge" "$t/out" >"$t/bad" 2>&1
	none "examples: $f: what is said is found, and nothing else in right rows" "$t/bad"
}
if [ -x "$BIN/acct-verify" ]; then
	# shellcheck disable=SC2086  # words of a command
	{
	new_store "$t/store"
	status=1
	examples accounts.csv 2000 acct-verify --no-store $policy
	examples accounts.csv 2000 acct-verify register -s "$t/store" $policy
	examples users.jsonl 60 acct-verify register -s "$t/store" $policy
	status=0
	examples close.jsonl 5 acct-verify close -s "$t/store" $policy
	examples transfer.jsonl 3 acct-verify transfer -s "$t/store" $policy
	status=1
	examples events.jsonl 300 credit-score apply -s "$t/store" $policy
	examples measures.jsonl 39 enforce apply -s "$t/store" $policy
	examples listings.jsonl 6 blacklist add -s "$t/store" $policy
	status=0
	is 'examples: a list of accounts and names' "$(blacklist import -s "$t/store" $policy \
	    --list other $e/blacklist.csv | jq -c '[.rows, .added, .refused]')" '[21,21,0]'
	# What is noted of a group is found when it is taken in, or by check once its seats are in.
	group-cap import -s "$t/store" $policy $e/groups.csv $e/seats.jsonl >"$t/taken"
	is 'examples: groups and seats are taken in' "$? $(wc -l <"$t/taken" | tr -d ' ')" '1 346'
	group-cap grade -s "$t/store" $policy >"$t/graded"
	group-cap check -s "$t/store" $policy --where 'has("group")' >"$t/checked"
	jq -r -n '[inputs] | group_by(.group)[] | group_by(has("user")) |
	    ((.[0] | select(.[0] | has("user") | not)), (.[-1][] | select(has("user")) | [.])) |
	    (map(.note // empty)[0] | ltrimstr("expect:")) as $e | [.[].findings[].code] as $c |
	    select(if $e == "" then $c != [] else ($c | index($e)) == null end) |
	    "\(.[0] | [.group, .user]): \($e) wanted, \($c | join(" ")) found"' \
	    "$t/taken" "$t/checked" >"$t/bad" 2>&1
	none 'examples: what is said of groups and seats is found, nothing else in right ones' "$t/bad"
	status=1
	examples operations.jsonl 67 group-cap apply -s "$t/store" $policy
	status=0
	examples log.jsonl 374 retain-prune store log -s "$t/store" $policy
	examples content.jsonl 257 retain-prune store content -s "$t/store" $policy
	examples network-log.csv 253 retain-prune store network-log -s "$t/store" $policy
	status=1
	examples complaints.jsonl 56 complaint receive -s "$t/store" $policy \
	    --attachments $e/attachments
	status=0
	examples accepts.jsonl 21 complaint accept -s "$t/store" $policy
	examples decisions.jsonl 17 complaint decide -s "$t/store" $policy
	examples feedbacks.jsonl 17 complaint feedback -s "$t/store" $policy
	examples appeals.jsonl 6 complaint appeal -s "$t/store" $policy
	examples complaints-new.jsonl 2 complaint receive -s "$t/store" $policy
	complaint overdue -s "$t/store" $policy >"$t/late"
	is 'examples: some steps are overdue' "$? $(wc -l <"$t/late" | tr -d ' ')" '1 9'
	status=1
	examples documents.jsonl 25 norm-audit document -s "$t/store" $policy --dir $e/documents
	awk -F, 'NR > 1 && $14 != "" { print $14 }' $o | sort -u >"$t/lists"
	while read -r p; do
		$p -s "$t/store" $policy >"$t/out" 2>"$t/err"
		[ $? -lt 2 ] || { echo "$p"; head -n 2 "$t/err"; }
	done <"$t/lists" >"$t/bad"
	none 'obligations: each command that lists what is open runs' "$t/bad"
	is 'obligations: there are some' "$(($(wc -l <"$t/lists") > 20))" 1
	is 'examples: logs and contents have the gaps that the README says' \
	    "$(retain-prune gaps -s "$t/store" $policy |
		jq -r 'select(.code) | "\(.class) \(.code) \(.from // .content) \(.days)"')" \
	    'log log-gap 2026-08-15 1
network-log log-gap 2026-10-03 2
log content-missing c-2026-000149 null'
	}
else
	skip 'examples through acct-verify' 'it was not built'
fi

# ---- crontab and units

if [ -x "$BIN/retain-prune" ]; then
	grep -hE '^[0-9*]|^ExecStart=' share/cron/beian.cron share/systemd/*.service |
	    grep -oE '(acct-verify|beian-store|blacklist|complaint|credit-score|enforce|filing-export|group-cap|norm-audit|retain-prune)( [^>|&;<]*)?' |
	    sort -u >"$t/run"
	ok 'crontab and units: there are some' [ "$(wc -l <"$t/run")" -gt 20 ]
	while read -r p rest; do
		verb=${rest%% *}
		case $verb in [a-z]*) ;; *) verb= ;; esac
		# shellcheck disable=SC2086  # no verb is no argument
		"$BIN/$p" $verb --help >"$t/help" 2>&1 || { echo "$p $verb"; continue; }
		for w in $rest; do
			case $w in
			--*) grep -qE "^ .*$w( |\$)" "$t/help" ;;
			-?) grep -q "^  $w, " "$t/help" ;;
			esac || echo "$p $verb: $w"
		done
	done <"$t/run" >"$t/bad"
	none 'crontab and units: verbs and options that the programs have' "$t/bad"
else
	skip 'crontab and units' 'nothing was built'
fi

finish
