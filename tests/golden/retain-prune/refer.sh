# Lines of an account on which a measure is open, or about which a report is owed, stay.
. "$CASES/common"

beian-store init
{ account a; account b '{id_number: "330102198501012044", mobile: "13800138001"}'; } >acc
verify register -q acc >out
{
	log 1 2026-11-20T08:00:00+08:00
	log 2 2026-11-20T09:00:00+08:00 '{account: "b"}'
	log 3 2026-11-20T10:00:00+08:00 '{account: "c"}'
	log 4 2026-11-22T10:00:00+08:00 '{account: "b"}'
	log 5 2026-11-20T10:00:00+08:00 '{account: null, group: "g"}'
} | keep log -q >out
m() {
	jq -cn --arg id "$1" --arg a "$2" --arg kind "$3" '{id: $id, account: $a, kind: $kind,
	    time: "2026-11-21T08:00:00+08:00", ground: "law", clause: "PA-13-1", operator: "wang"} +
	    ('"${4:-{\}}"') | with_entries(select(.value != null))'
}
{
	m m1 a warn
	m m2 b suspend '{until: "2027-08-01"}'
	m m3 null close-group '{account: null, group: "g"}'
} | enforce apply --now $NOW -q >measures
jq -c '[.id, .verdict]' measures
NOW=2027-07-01T09:00:00+08:00
tell rp --trust-clock
tell rp prune --trust-clock
texts
echo '-- when it is over, and the report is still owed'
NOW=2027-08-02T09:00:00+08:00
enforce due --now $NOW -q | jq -c '[.measure // .code, .after.state]'
tell rp prune
texts
