# Credit levels, mutes, measures in force at the time of an operation, listed groups and persons.
. "$CASES/common"

stock
level() {	# level USER POINTS: lowered so much
	enforce apply --now $NOW -q <<END >>.lowered
{"id":"low-$1-$2","user":"$1","kind":"lower-credit","points":$2,"ground":"law","clause":"c","time":"2026-11-20T08:00:00+08:00","operator":"w"}
END
}
measure() {	# measure ID MEMBERS: from 08:10 to 08:20
	jq -cn --arg id "$1" '{id: $id, ground: "law", clause: "c", operator: "w",
	    time: "2026-11-24T08:10:00+08:00", until: "2026-11-24T08:20:00+08:00"} + ('"$2"') |
	    with_entries(select(.value != null))' | enforce apply --now $NOW -q | jq -r '.findings[] | .code' | sort -u |
	    grep -v measure-step
}
at() {	# at MINUTE ID KIND GROUP USER [MEMBERS]
	minute=$1
	shift
	op "$1" "$2" "$3" "$4" '{verification: "real-name", name: "x", category: "work",
	    time: "2026-11-24T08:'"$minute"':00+08:00"} + ('"${5:-{\}}"')'
}
m='review: "manual", reviewed_by: "chen", reviewed_at: "2026-11-23"'
echo '-- levels: A to E'
{
	create c g zhao
	join c1 g qian
	join c2 g sun
	join c3 g li
	join c4 g zhou
	op c5 appoint g zhao '{target: "li"}'
} | gc apply -q >out
level qian 30	# B
level sun 50	# C
level li 70	# D
level zhou 100	# E
credit-score list --now $NOW | jq -c .level | sort
{
	create 1 a qian
	create 2 b qian "{tier: \"M\", $m}"
	create 3 bb qian "{tier: \"L\", $m}"
	create 4 d sun
	op 5 appoint g zhao '{target: "qian"}'
	op 6 appoint g zhao '{target: "sun"}'
	op 7 rename g li '{name: "x"}'
	join 8 a sun
	join 9 a li
	join 10 a zhou
	join 11 a zhao2
	op 12 leave g zhou
	op 13 invite a qian '{target: "li"}'
	op 14 transfer g zhao '{target: "qian"}'
	op 15 transfer a qian '{target: "sun"}'
} | gc apply | short
echo '-- a mute of three hours'
cat >p <<'END'
{"credit":{"user":{"mute":{"hours":3,"per_points":10,"free_points":0,"free_from":0,"takes":["join"]}}}}
END
credit-score apply -p p --now $NOW -q <<'END' | jq -c '[.muted_until, .level]'
{"id":"e1","kind":"harassment","user":"wu","time":"2026-11-24T05:05:00+08:00"}
END
at 04 18 join a wu | gc apply -p p | short
at 05 19 join a wu | gc apply -p p | short
echo '-- measures on persons: before, in force, after'
measure s1 '{user: "zheng", kind: "suspend-manager"}'
measure s2 '{user: "wang", kind: "revoke-creation"}'
measure s5 '{user: "wu", kind: "limit-functions"}'
{
	at 05 21 join a zheng
	at 05 22 appoint a qian '{target: "zheng"}'
	at 05 23 create h wang
	at 06 24 rename a zheng
	at 10 25 rename a zheng
	at 10 26 create i wang
	at 10 27 join a wang
	at 19 28 leave a zheng '{target: "wang"}'
	at 19 29 create j wang
	at 20 30 leave a zheng '{target: "wang"}'
	at 20 31 create jj wang
	at 18 32 join h wu
	at 20 33 join h wu
} | gc apply | short
echo '-- measures on groups'
create 40 x wang | gc apply -q >out
create 41 y wang | gc apply -q >out
measure s3 '{group: "x", kind: "suspend-publishing"}'
measure s4 '{group: "y", kind: "close-group", until: null, time: "2026-11-24T08:21:00+08:00"}'
{
	at 21 42 join y zheng
	at 09 43 join x zheng
	at 10 44 join x sun
	at 10 45 invite x wang '{target: "sun"}'
	at 10 46 rename x wang
	at 10 47 resize x wang
	at 10 48 appoint x wang '{target: "zheng"}'
	at 10 49 leave x zheng
	at 20 50 join x zheng
	at 22 51 appoint y wang '{target: "zheng"}'
	at 22 52 dissolve y wang
} | gc apply | short
gc show --group x | jq -c '.state // .what'
enforce list --open --now $NOW | jq -c '[.measure, .kind, .state, .until]'
echo '-- the credit of a group: whether its members may invite'
credit-score apply --now $NOW -q <<'END' | jq -c '[.group, .credit, .level, .services]'
{"id":"e2","kind":"fraud","group":"x","time":"2026-11-24T08:00:00+08:00"}
{"id":"e3","kind":"fraud","group":"x","time":"2026-11-24T08:00:00+08:00"}
END
at 23 60 invite x wang '{target: "sun"}' | gc apply | short
at 23 61 join x sun | gc apply | short
echo '-- listed: persons by their subject, their user and as what they are; groups'
BEIAN_STORE=listed
stock
{
	create c g zhao
	join c1 g qian
	join c2 g sun
	create c3 h wang
	create c4 k wang
	join c5 k zhou
} | gc apply -q >out
list() {	# list OPTIONS: since 08:10
	blacklist add --now 2026-11-24T08:10:00+08:00 --ground law --basis b --reason r --by w --from now --until 2027-11-24 -q "$@" |
	    jq -c '[.verdict, [.findings[].code]]'
}
list --group h --alone x
list --member li
list --creator zhao
list --manager qian
list --subject "$(jq -r 'select(.user == "zheng") | .subject' .stock)"
{
	at 09 16 join k li
	at 09 17 join k zheng
	at 10 1 join h zhou
	at 10 2 leave h zhou
	at 10 3 join g li
	at 10 4 join g zheng
	at 10 5 create o zhao2
	at 10 6 create l zhao
	at 10 7 appoint g zhao '{target: "qian"}'
	at 10 8 appoint g zhao '{target: "sun"}'
	at 10 9 transfer g zhao '{target: "qian"}'
	at 10 10 create m qian
	at 10 11 create n li
	at 10 12 invite g zhao '{target: "li"}'
	at 10 13 join k wu
	at 10 14 invite g zhao '{target: "zheng"}'
	at 10 18 invite k wang '{target: "qian", role: "manager"}'
	at 10 19 join k qian
	at 11 15 dissolve h wang
} | gc apply | short
