#!/bin/sh
# Personal data of closed accounts and users: erased when their time has come and not before,
# never when a hold or something open names them; and gone from the file once the store was
# compacted, which leaves the old store or the new one at any kill.
. tests/lib.sh

cd "$TMPDIR" || exit 1
BEIAN_STORE=$TMPDIR/store
export BEIAN_STORE
new_store "$BEIAN_STORE"

# account ID [MEMBERS], user ID [MEMBERS]: a record, members added or changed.
account() {
	more=${2:-"{}"}
	jq -cn --arg id "$1" --argjson m "$more" '{account: $id, name: "青柠观察",
	    category: "technology", labels: ["technology"], subject_kind: "person",
	    subject_name: "王小明", id_type: "resident-id", id_number: "330102199003071230",
	    mobile: "13800138000", province: "330000", scope: "ScopeMarker",
	    agreement: "2026-01", agreed_at: "2025-03-21", reviewed_by: "ReviewMarker",
	    reviewed_at: "2025-03-22", subscribers: 10, reads: 20,
	    registered_at: "2025-03-22", state: "active"} + $m'
}
company() {
	account "$1" '{"subject_kind":"enterprise","id_type":"uscc","mobile":"13800138009",
	    "id_number":"91440784MAFWUCBA1L","subject_name":"鹤山鼎盛健康管理有限公司"}'
}
verify() {
	v=$1
	shift
	acct-verify "$v" --now 2026-01-10T09:00:00+08:00 --by chen "$@"
}
prune() { retain-prune prune --trust-clock "$@" 2>err; }
entry() { acct-verify list --where ".account == \"$1\"" 2>>err; }

{
	company a
	company a2
	account b '{"id_number":"330102198501012044","mobile":"13800138001","email":"b@example.com"}'
	account c '{"id_number":"440103198804120028","mobile":"13800138002"}'
	account d '{"id_number":"510104197501200039","mobile":"13800138003"}'
	account open '{"id_number":"130102198003073234","mobile":"13800138004"}'
	jq -cn '{user: "u", name: "李小红", id_type: "resident-id", mobile: "13800138005",
	    id_number: "110101199001010015", agreement: "2026-01", agreed_at: "2025-03-21",
	    registered_at: "2025-03-22", state: "closed", closed_at: "2026-01-05"}'
} >accounts
verify register -q accounts >registered
is 'six accounts and a user' "$(jq -r 'select(.verdict != "reject") | .account // .user' \
    registered | tr '\n' ' ')" 'a a2 b c d open u '
for i in a b c d; do
	echo "{\"account\":\"$i\",\"time\":\"2026-01-09T10:00:00+08:00\",\"reason\":\"ReasonMarker $i\"}"
done | verify close -q >closed
is 'four closed' "$(jq -r 'select(.verdict != "reject").account' closed | tr -d '\n')" abcd

# ---- when

is 'erase_after' "$(entry b | jq -r .erase_after)" 2026-07-09
prune --now 2026-07-09T23:59:59+08:00 >out
is 'not on the last day, but the user, whose was the fifth' \
    "$(jq -r 'select(.state) | (.account // .user) + " " + .state' out)" 'u erased'
retain-prune --now 2026-07-10 --trust-clock 2>err >out
is 'the look says what is due' "$(jq -r 'select(.code == "erase-due").account' out |
    tr -d '\n')" abcd
is '... and that old pages are there' "$(jq -r 'select(.code == "erase-pages").clause' out)" \
    PA-09-2

# ---- what keeps it

echo '{"id":"l1","account":"c","ground":"law","basis":"x","reason":"y","by":"z",
    "from":"now","until":"term"}' | tr -d '\n' | blacklist add --now 2026-07-01 >out 2>err
is 'c is listed' "$(jq -r .verdict out)" pass
retain-prune hold --now 2026-07-01 --case C1 --account b --by x --reason y --basis z >out
subject=$(entry d | jq -r .subject)
retain-prune hold --now 2026-07-01 --case C2 --subject "$subject" --by x --reason y --basis z \
    >out
retain-prune hold --now 2026-07-01 --case C3 --from 2020-01-01 --by x --reason y --basis z \
    >out
prune -n --now 2026-07-10 >dry
prune --now 2026-07-10 >out
is 'held by account, by subject, not by time alone; what a listing refers to' \
    "$(jq -r 'select(.account) | "\(.account) \(.state) \(.by // ["-"] | join(","))"' out)" \
    'a erased -
b held C1
c referred listing:1
d held C2'
jq -c 'del(.would)' dry >dry2
jq -c . out >out2
same 'a dry run says the same' out2 dry2
is '... and what it would do' "$(jq -r 'select(.would).account' dry)" a

# ---- what is left

is 'what stays of a' "$(entry a | jq -r 'keys | join(" ")')" \
    'account category closed_at erase_after erased erased_at recorded_at recorded_by registered_at state subject subject_kind'
is 'the subject of a has another account: its key stays' "$(entry a | jq -r .subject)" \
    "$(entry a2 | jq -r .subject)"
ok 'show works, and judges nothing' acct-verify show --now 2026-07-10 a >out
is '... one line' "$(wc -l <out)" 1
acct-verify show --now 2026-07-10 --reveal --by x --reason y --basis z a >out 2>err
is 'nothing is to be revealed' "$(grep -c -e 鹤山 -e 91440784MAFWUCBA1L -e Marker out)" 0
is '... its history is there, without reasons' "$(jq -c '[.events[] | .what, .reason]' out)" \
    '["closed",null]'
company a | verify register >out 2>err
is 'the account is not registered again' "$(jq -r '.verdict, .findings[0].code' out |
    tr '\n' ' ')" 'reject account-closed '
company x | verify register >out 2>err
is 'the subject may have another' "$(jq -r .verdict out)" pass
prune --now 2026-07-10 >out
is 'once' "$(jq -r 'select(.state == "erased")' out)" ''
is 'the proof is in the journal' "$("$BIN/tests/entries" "$BEIAN_STORE" |
    jq -r 'select(.verb == "erase").what.erase[] | .[0] + " " + .[1]' | tr '\n' ' ')" \
    'user u account a '


retain-prune release --now 2026-07-11 --case C1 --by x --reason y --basis z >out
prune --now 2026-07-11 >out
is 'released: erased' "$(jq -r 'select(.state == "erased").account' out)" b
is 'a subject without accounts leaves no key' "$(entry b | jq -r '.subject // "none"')" none

# ---- old pages

old=$(grep -c -a -e ReasonMarker "$BEIAN_STORE/data.mdb")
ok 'what was erased is in the file yet' [ "$old" -gt 0 ]
acct-verify list >before
ok compact beian-store compact >out
is '... says so' "$(jq -r .state out)" compacted
ok '... smaller' [ "$(jq .after out)" -lt "$(jq .before out)" ]
acct-verify list >after
same '... with all that is there' after before
is 'the reasons of a and b are in no page' \
    "$(grep -a -o -e 'ReasonMarker [ab]' "$BEIAN_STORE/data.mdb")" ''
is '... those of held accounts are' \
    "$(grep -a -o -e 'ReasonMarker [cd]' "$BEIAN_STORE/data.mdb" | sort -u | wc -l)" 2
retain-prune --now 2026-07-11 --trust-clock 2>err >out
is 'nothing more to be compacted' "$(jq -r 'select(.code == "erase-pages")' out)" ''
ok 'the chain is whole' beian-store check >out

# ---- alone

mkfifo pipe
acct-verify register --now 2026-07-11 --by chen <pipe >out 2>err &
user=$!
exec 5>pipe
account y '{"id_number":"210102198003073234","mobile":"13800138007"}' >&5
i=0
while [ ! -s out ] && [ $i -lt 100 ]; do
	sleep 0.1
	i=$((i + 1))
done
beian-store compact --wait 1 >out 2>err
is 'not while another has it open' $? 3
ok '... whose number it says' grep -q "process $user has it open" err
exec 5>&-
wait $user
ok '... afterwards it may' beian-store compact >out
prune --compact --now 2026-07-12 >out
is 'prune --compact' "$? $(jq -r 'select(.store).state' out)" '0 compacted'

# ---- kills and failures, at each operation on files

if sanitized; then
	skip 'kills' 'no preload with sanitizers'
	finish
fi
IOFAIL=$BIN/tests/iofail.so

acct-verify list >before
cp -a "$BEIAN_STORE" kept
: >count
LD_PRELOAD=$IOFAIL IOCOUNT=count IOPATH=$TMPDIR beian-store compact >out 2>err
ops=$(tr -d ' ' <count)
ok "operations: $ops" [ "${ops:-0}" -gt 10 ]
for how in 'IOKILL=9' 'IOERR=28' 'IOERR=5 IOONCE=1'; do
	bad=0 hit=0 n=0
	while [ $n -lt "${ops:-0}" ]; do
		n=$((n + 1))
		rm -rf "$BEIAN_STORE"
		cp -a kept "$BEIAN_STORE"
		# shellcheck disable=SC2086  # words of an environment
		{ env LD_PRELOAD="$IOFAIL" IOPATH="$TMPDIR" IOF=$n $how "$BIN/beian-store" compact \
		    >out; } 2>err || hit=$((hit + 1))
		acct-verify list >after 2>>err
		if ! cmp -s before after || ! beian-store check >out 2>>err ||
		    ! beian-store compact >out 2>>err || [ -e "$BEIAN_STORE/data.mdb.new" ]; then
			bad=$((bad + 1))
			echo "# $how at $n: $(cat err)"
		fi
	done
	is "$how at each of them: the store is whole, and is compacted again" "$bad" 0
	ok "... $hit of them were hit" [ "$hit" -gt 10 ]
done
finish
