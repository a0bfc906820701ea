#!/bin/sh
# Clause by clause: for each clause that obligations.csv says is checked there is a store in
# which norm-audit says that it is met, and one in which it is open or missing; and what the
# list command of its row prints there is not what it prints where it is met.
# One store (tests/clause/) meets them all.  A copy of it for each clause is changed so that it
# no longer does, by the programs; tests/alter is used where no program writes such a store.
# ONLY="PA-13-1a ...": those alone, and what else is open there is shown.
# shellcheck disable=SC2086,SC2154  # words of options; what read and case set
. tests/lib.sh
. tests/fault.sh
t=$TMPDIR
d=$TOP/tests/clause
base=$t/base
clock=$NOW		# when records are given; and when the audits are
LATER=2026-11-24T10:00:00+08:00
s=$base
cp "$d/policy.json" "$t/policy"

o() {	# o PROGRAM VERB...: with the store and the policy of the case
	"$@" -q -s "$s" -p "$t/policy" --now "$NOW" 2>>"$t/err" >>"$t/out"
}
give() {	# give PROGRAM VERB...: records that stand on standard input; none is rejected
	"$@" -q -s "$s" -p "$t/policy" --now "$clock" >"$t/given" 2>>"$t/err"
	! grep '"verdict":"reject"' "$t/given" || echo "# $*: rejected"
}

# ---- the store that meets them all

new_store "$s"
give acct-verify register <"$d/accounts.jsonl"
give acct-verify register <"$d/users.jsonl"
give group-cap import <"$d/groups.jsonl"
o group-cap grade
give credit-score apply <"$d/events.jsonl"
give enforce apply <"$d/measures.jsonl"
jq -c 'select(.account == "punished") | .state = "suspended"' "$d/accounts.jsonl" | give acct-verify register
give acct-verify close <"$d/close.jsonl"
give blacklist add <"$d/listings.jsonl"
# A line of each class on each day since the 15th of May.
awk 'BEGIN {
	split("31 28 31 30 31 30 31 31 30 31 30 31", M, " ")
	for (m = 5; m < 12; m++)
		for (d = m == 5 ? 15 : 1; d <= M[m] && (m < 11 || d < 24); d++)
			printf "{\"id\":\"l%d\",\"account\":\"person\",\"user\":\"u00000002\",\"group\":\"g1\",\"action\":\"publish\",\"content\":\"c%d\",\"time\":\"2026-%02d-%02dT10:00:00+08:00\"}\n",
			    i, i++, m, d
}' >"$t/log"
for class in log content network-log; do give retain-prune store $class <"$t/log"; done
give complaint receive <"$d/complaints.jsonl"
for step in accept decide feedback; do give complaint $step <"$d/$step.jsonl"; done
cp -a "$s" "$t/undocumented"
give norm-audit document <"$d/documents.jsonl"
mkdir "$t/filings"
file() {	# file OPTION...: filings that are made, and taken by their office
	o filing-export make -d "$t/filings" "$@"
	filing-export list -s "$s" --state published | jq -r .filing | while read -r f; do
		o filing-export receipt --accepted --number "$f" --date 2026-11-24 --by w "$f"
	done
}
file
file --kind inspection --kind complaints --from 2026-11-01 --until 2026-11-24 --case 2026-5 --by w --reason 协助调查

audit() {	# of the store of the case
	norm-audit -s "$s" -p "$t/policy" --now "${at:-$LATER}" --exit-zero 2>>"$t/err"
}
at=
audit >"$t/met"
awk -F , 'NR > 1 && $9 == "checked" { print $1 }' "$TOP/share/obligations.csv" >"$t/clauses"
jq -r 'select(.state == "met") | .clause' "$t/met" | sort >"$t/got"
sort "$t/clauses" | comm -23 - "$t/got" | while read -r c; do
	jq -c --arg c "$c" 'select(.clause == $c) | [.clause, .state, .evidence, .findings, .missing]' "$t/met"
done >"$t/unmet"
none 'the store meets every clause that is checked' "$t/unmet"

# ---- how each is broken

clock=$LATER
copy() {	# copy STORE: to $s; nobody changes the segments
	rm -rf "$s"
	mkdir -m 700 "$s"
	cp -a "$1/data.mdb" "$1"/key* "$1/reserve" "$s"
	ln -s "$base/segments" "$s/segments"
}

acct() {	# acct NAME JQ: the account is registered anew, changed
	jq -c --arg a "$1" "select(.account == \$a) | $2" "$d/accounts.jsonl" | give acct-verify register
}
user() {
	jq -c --arg a "$1" "select(.user == \$a) | $2" "$d/users.jsonl" | give acct-verify register
}
without() {	# without KIND: the store, but with no document of this kind; and the filings after
	copy "$t/undocumented"
	grep -v "\"kind\":\"$1\"" "$d/documents.jsonl" | give norm-audit document
}
paper() {	# paper KIND JQ: another version of a document
	jq -c --arg k "$1" "select(.kind == \$k) | .version += \"b\" | .from = \"2026-02-01\" | $2" "$d/documents.jsonl" |
	    give norm-audit document
}
act() {	# act KIND OF JSON: a measure, of now unless it says
	printf '{"id":"x1","kind":"%s",%s,"ground":"law","clause":"PA-11-1","operator":"w","reason":"r","time":"2026-11-24T08:30:00+08:00"%s}\n' \
	    "$1" "$2" "${3:+,$3}" | jq -c . | give enforce apply
}
event() {	# event KIND OF TIME
	printf '{"id":"x2","kind":"%s",%s,"time":"%s","confirmed_by":"w"}\n' "$1" "$2" "$3" | give credit-score apply
}
group() {	# group NAME JQ: taken in again
	jq -c --arg g "$1" "select(.group == \$g and .user == null) | $2" "$d/groups.jsonl" | give group-cap import
}
poke() {	# poke TABLE KEY JQ: the value itself
	"$BIN/tests/alter" "$s" list "$1" | awk -v key="$2" 'index($0, key " ") == 1 { print substr($0, length(key) + 2) }' |
	    jq -c "$3" >"$t/value"
	"$BIN/tests/alter" "$s" put "$1" "$2" "$(cat "$t/value")"
}
found() {	# found TABLE KEY CLAUSE CODE: a finding in the record as it was registered
	poke "$1" "$2" '.verdict = "reject" | .findings += [{clause: "'"$3"'", code: "'"$4"'", verdict: "reject", by: "acct-verify", message: "m"}]'
}
policy() {	# policy JQ: the site has another one
	jq "$1" "$d/policy.json" >"$t/policy"
}
complain() {	# complain ID OF TIME JSON
	printf '{"id":"%s","kind":"rumour",%s,"time":"%s","content":"x","complainant":"y","channel":"app"}\n' "$1" "$2" "$3" |
	    jq -c ". + {${4-}}" | give complaint receive
}
broken_chain() {
	poke journal 000000000003 '.by = "nobody"'
}
gone_lines() {	# gone_lines CLASS: a segment without its entry
	key=$("$BIN/tests/alter" "$s" list segment | cut -d ' ' -f 1 | grep "^$1/" | tail -n 5 | head -n 1)
	"$BIN/tests/alter" "$s" drop segment "$key"
}

break_clause() {
	case $1 in
	PA-02-3) acct operated 'del(.operator_id_number)' ;;
	PA-03-1|GR-03-1) policy '.platform.province = ""' ;;
	PA-04-3) without support ;;
	PA-05-1b|GR-05-1b) paper staff '.headcount = 0' ;;
	PA-05-1c) without chief-editor ;;
	PA-05-1d) without emergency-rules ;;
	GR-05-1c) without protection-rules ;;
	PA-05-2a) without convention ;;
	GR-05-2a) without platform-rules ;;
	PA-05-2b) paper platform-rules 'del(.url, .published_at)' ;;
	PA-05-2c) acct person 'del(.agreement)' ;;
	GR-05-2b) user u00000003 'del(.agreement)' ;;
	PA-06-1a) acct person 'del(.verified_by)' ;;
	GR-06-1a) user u00000003 'del(.verified_by)' ;;
	PA-06-1b) acct person '.name = .subject_name | .name_consent = false' ;;
	PA-06-1c) acct person 'del(.verified_at)' ;;
	GR-06-1b) user u00000003 'del(.verified_at)' ;;
	PA-06-2a) "$BIN/tests/alter" "$s" empty credit a: ;;
	PA-06-2b) printf '{"id":"x3","event":"m3","time":"2026-11-23","by":"w","reason":"r","basis":"b"}\n' | give credit-score appeal ;;
	PA-07-1a) acct person 'del(.reviewed_by, .reviewed_at)' ;;
	PA-07-1b) acct person 'del(.labels)' ;;
	PA-07-1c) acct person '.scope = "新闻之外的日常分享"'; at=2027-03-01T09:00:00+08:00 ;;
	PA-07-2a) acct person '.stats_at = "2026-01-01"' ;;
	PA-07-2b) acct person '.grade = "A" | .reads += 1' ;;
	PA-07-2c) paper account-system . ;;
	GR-07-1b) paper group-system . ;;
	PA-07-3a) found account person PA-07-3a cap-subject ;;
	PA-07-3b) acct first 'del(.affiliation, .scope)' ;;
	PA-07-3c) acct first '.scope = "科学与法律"'; at=2027-03-01T09:00:00+08:00 ;;
	PA-08-1) acct news '.licenses = ["news-gathering:350583529524:2026-11-30"]'; at=2026-12-10T09:00:00+08:00 ;;
	PA-09-1a) without data-protection ;;
	PA-09-1b) broken_chain ;;
	PA-09-1c) poke journal 000000000002 '.verb = "reveal"' ;;
	PA-09-2) acct person '.close_requested_at = "2026-09-01"' ;;
	GR-06-2) without data-protection ;;
	PA-11-1) event unlawful-content '"account":"person"' 2026-11-20T08:00:00+08:00 ;;
	GR-10-1) event unlawful-content '"user":"u00000003"' 2026-11-20T08:00:00+08:00 ;;
	PA-11-2a) at=2026-11-26T09:00:00+08:00 ;;
	PA-11-2b) act remove '"account":"person"' '"content":"c5","spread_stopped":true,"discovered_at":"2026-11-24T01:00:00+08:00"' ;;
	PA-11-2c) act remove '"account":"person"' '"content":"c5","discovered_at":"2026-11-24T08:20:00+08:00"' ;;
	PA-11-2d) poke measure m4 '.journal = 1' ;;
	PA-11-2e) act remove '"account":"person"' '"content":"c5","spread_stopped":true,"discovered_at":"2026-11-24T08:20:00+08:00"'
	    at=2026-11-26T09:00:00+08:00 ;;
	PA-12-1) acct person 'del(.assessment)' ;;
	PA-12-2a) acct person 'del(.grade)'; poke account person 'del(.grade)' ;;
	PA-12-2b) acct person '.comment_admin = false' ;;
	PA-12-3a) act moderate '"account":"person"' '"discovered_at":"2026-11-23T08:20:00+08:00"' ;;
	PA-12-3b) for i in 1 2 3; do
		printf '{"id":"y%d","kind":"moderate","account":"person","ground":"law","clause":"PA-12-3a","operator":"w","reason":"r","time":"2026-11-24T08:30:00+08:00","discovered_at":"2026-11-23T08:20:00+08:00"}\n' $i
	done | give enforce apply ;;
	PA-13-1a) at=2026-12-25T09:00:00+08:00 ;;
	PA-13-1b) poke measure m1 '.journal = 1' ;;
	PA-13-1c) act warn '"account":"person"'; at=2026-11-26T09:00:00+08:00 ;;
	PA-13-2a|GR-11-3a) without blacklist-rules ;;
	PA-13-2b) act ban-registration '"account":"person"' '"until":"2027-01-01"'
	    jq -nc '{id: "x4", listing: 5, by: "w", reason: "r", basis: "b"}' | give blacklist lift
	    jq -nc '{id: "x5", listing: 6, by: "w", reason: "r", basis: "b"}' | give blacklist lift ;;
	PA-13-2c) jq -nc '{id: "x6", account: "person", ground: "law", basis: "b", reason: "r", by: "w", from: "now", until: "term"}' |
	    give blacklist add ;;
	PA-13-2d|GR-11-3d) "$BIN/tests/alter" "$s" drop listing 000000000002 ;;
	PA-13-2e) jq -nc '{id: "x6", account: "warned", ground: "law", basis: "b", reason: "r", by: "w", from: "now", until: "term"}' |
	    give blacklist add; at=2026-11-26T09:00:00+08:00 ;;
	PA-15-2a) without complaint-entry ;;
	PA-15-2b|GR-12-1b) without complaint-channels ;;
	PA-15-2c) awk 'BEGIN { for (i = 0; i < 30; i++) printf "{\"id\":\"z%d\",\"kind\":\"rumour\",\"account\":\"warned\",\"time\":\"2026-11-24T08:%02d:00+08:00\",\"content\":\"the same words again and again\",\"complainant\":\"y%d\",\"channel\":\"app\"}\n", i, i, i }' |
	    give complaint receive ;;
	PA-15-2d) complain z1 '"account":"warned"' 2026-11-10T08:00:00+08:00 ;;
	PA-15-2e) complain z1 '"account":"warned"' 2026-11-02T08:00:00+08:00
	    jq -nc '{id: "z1a", complaint: "z1", time: "2026-11-03T08:00:00+08:00", by: "w", reason: "r", decision: "accepted"}' | give complaint accept ;;
	GR-12-1c) complain z1 '"group":"g2"' 2026-11-10T08:00:00+08:00 ;;
	PA-15-2f|GR-12-1d) broken_chain ;;
	PA-16-1|GR-13-1) printf '{"kind":"request","title":"t","version":"2","from":"2026-11-01","until":"2026-11-20","case":"2026-6","digest":"%064d"}\n' 7 |
	    give norm-audit document ;;
	PA-16-2a) gone_lines content ;;
	PA-16-2b) "$BIN/tests/alter" "$s" empty segment log/ ;;
	GR-13-2) gone_lines network-log ;;
	GR-02-2b) "$BIN/tests/alter" "$s" empty member ;;
	GR-07-1a) group g1 '.stats_at = "2026-01-01"' ;;
	GR-07-2a|GR-07-2b) "$BIN/tests/alter" "$s" empty credit u: ;;
	GR-08-1a) policy '.group.tiers = [{tier: "S", members: 2, managers: 1, reserve: 0, level: "B", review: "none"}]' ;;
	GR-08-1b) policy '.group.persons = [{create: 0, create_day: 0, large: 0, join: 50, join_day: 5, members: 500}]' ;;
	GR-08-1c) policy '.group.persons = [{create: 9, create_day: 9, large: 9, join: 0, join_day: 5, members: 500}]' ;;
	GR-08-2a) group g1 '.code_shown = false' ;;
	GR-08-2b) group g1 '.page_members = 99' ;;
	GR-08-3a) policy '.group.tiers = [{tier: "S", members: 40, managers: 3, reserve: 0, level: "A", review: "manual"}]' ;;
	GR-08-3b) jq -nc '{group: "g2", user: "u00000003", role: "member", joined_at: "2026-02-01"}' | give group-cap import ;;
	GR-08-3c) group g1 '.roles_shown = false' ;;
	GR-09-1) act suspend-manager '"user":"u00000001"' '"until":"2026-12-20"' ;;
	GR-09-3) group g1 '.rights = ["mute"]' ;;
	GR-11-1a) act remove '"group":"g2"' '"content":"c5","discovered_at":"2026-11-24T08:20:00+08:00"' ;;
	GR-11-1b) poke measure m9 '.journal = 1' ;;
	GR-11-1c) act warn '"group":"g1"'; at=2026-11-26T09:00:00+08:00 ;;
	GR-11-2a) printf '{"id":"x3","event":"m10","time":"2026-11-23","by":"w","reason":"r","basis":"b"}\n' | give credit-score appeal ;;
	GR-11-2b) poke measure m10 '.journal = 1' ;;
	GR-11-2c) act suspend-manager '"user":"u00000003"' '"until":"2026-12-20"'; at=2026-11-26T09:00:00+08:00 ;;
	GR-11-3b) act limit-functions '"user":"u00000003"' '"until":"2027-01-01"'
	    jq -nc '{id: "x4", listing: 5, by: "w", reason: "r", basis: "b"}' | give blacklist lift ;;
	GR-11-3c) jq -nc '{id: "x6", member: ["u00000003"], group: "g8", ground: "law", basis: "b", reason: "r", by: "w", from: "now", until: "term"}' |
	    give blacklist add ;;
	GR-11-3e) jq -nc '{id: "x6", group: "g8", alone: "x", ground: "law", basis: "b", reason: "r", by: "w", from: "now", until: "term"}' |
	    give blacklist add; at=2026-11-26T09:00:00+08:00 ;;
	*) return 1 ;;
	esac
}

# listed CLAUSE: what the list command of its row prints
listed() {
	cmd=$(jq -r --arg c "$1" 'select(.clause == $c) | .list' "$t/met")
	case $cmd in
	'') echo "no list command of $1" ;;
	*) $cmd -s "$s" -p "$t/policy" --now "${at:-$LATER}" 2>&1 ;;
	esac
}

[ -z "${ONLY-}" ] || printf '%s\n' $ONLY >"$t/clauses"
while read -r c; do
	s=$t/copy at=
	copy "$base"
	cp "$d/policy.json" "$t/policy"
	: >"$t/err"
	break_clause "$c" >"$t/said"
	if [ $? = 1 ] && [ ! -s "$t/said" ] && [ ! -s "$t/err" ]; then
		ok "$c: there is a store that breaks it" false
		continue
	fi
	audit >"$t/audit"
	listed "$c" >"$t/there"
	state=$(jq -r --arg c "$c" 'select(.clause == $c).state' "$t/audit")
	s=$base at=
	cp "$d/policy.json" "$t/policy"
	jq -r --arg c "$c" 'select(.clause == $c) | .list' "$t/met" | tr -c 'a-zA-Z0-9\n-' _ >"$t/name"
	here=$t/here.$(cat "$t/name")
	[ -f "$here" ] || listed "$c" >"$here"
	case $state in
	open|missing)
		cmp -s "$here" "$t/there"
		is "$c: $state, and its list command shows it" $? 1 ;;
	*) is "$c: broken" "$state" open ;;
	esac
	if [ -n "${ONLY-}" ] || [ "$state" = met ]; then
		sed "s/^/# /" "$t/said" "$t/err" "$t/given" | cut -c 1-300 | head -n 8
		jq -r 'select(.clause != null and .state != "met" and .state != "not-checkable") |
		    "# also: \(.clause) \(.state) \(.found | map(.code) | join(" ")) \(.missing | join(" "))"' "$t/audit"
	fi
done <"$t/clauses"
finish
