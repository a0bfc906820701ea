# Steps that are refused: whatever is wrong with one, nothing changes.
. "$CASES/common"

stock
{ c 1; c 2; c 3; c 4; } | com receive -q >out
answered 4
t a2 2 | com accept -q >out
t a3 3 '{decision: "refused", reason: "no"}' | com accept -q >out
com list >before
findings() {
	jq -cR 'fromjson? // . | if type == "object" then
	    [.id, .verdict, [.findings[] | [.clause, .code, .field, .message]]] else . end'
}
echo '-- accept'
{
	t x 9
	t x 1 '{complaint: null}'
	t x 1 '{by: null}'
	t x 1 '{time: null}'
	t x 1 '{time: "soon"}'
	t x 1 '{time: "2026-11-24T09:00:01+08:00"}'
	t x 1 '{time: "2026-11-23T09:59:59+08:00"}'
	t x 1 '{decision: "upheld"}'
	t x 1 '{decision: "refused"}'
	t x 2
	t x 3
	t x 4
} >in
say com accept in | findings
echo '-- decide'
{
	t x 1 '{decision: "upheld", reason: "r"}'
	t x 2
	t x 2 '{decision: "accepted", reason: "r"}'
	t x 2 '{decision: "upheld"}'
	t x 2 '{decision: "upheld", reason: "r", malicious: true}'
	t x 2 '{decision: "rejected", reason: "r", measure: "m"}'
	t x 2 '{decision: "upheld", reason: "r", measure: "m"}'
	t x 2 '{decision: "upheld", reason: "r", measure: ("m" * 200)}'
	t x 2 '{decision: "upheld", reason: "r", time: "2026-11-24T07:59:59+08:00"}'
	t x 3 '{decision: "upheld", reason: "r"}'
	t x 4 '{decision: "upheld", reason: "r"}'
} >in
say com decide in | findings
echo '-- feedback'
{
	t x 1 '{channel: "app", content: "c"}'
	t x 2 '{channel: "app", content: "c"}'
	t x 3 '{content: "c"}'
	t x 3 '{channel: "app"}'
	t x 3 '{channel: "app", digest: "abc"}'
	t x 3 '{channel: "app", content: "c", digest: ("0" * 64)}'
	t x 4 '{channel: "app", content: "c"}'
} >in
say com feedback in | findings
echo '-- appeal'
{
	t x 1 '{role: "complainant", reason: "r"}'
	t x 4 '{reason: "r"}'
	t x 4 '{role: "judge", reason: "r"}'
	t x 4 '{role: "accused"}'
	t x 4 '{outcome: "upheld", reason: "r"}'
	t x 4 '{outcome: "perhaps", reason: "r"}'
	t x 4 '{role: "accused", reason: "r", verdict: "reject"}'
} >in
say com appeal in | findings
t y 4 '{role: "accused", reason: "r"}' | com appeal -q >out
{ t z 4 '{role: "accused", reason: "again"}'; t z 4 '{role: "complainant", outcome: "upheld", reason: "r"}'; } >in
say com appeal in | findings
echo '-- members of another type'
t x 1 '{decision: ["refused"]}' >in
say com accept in
t x 2 '{malicious: "yes", decision: "rejected", reason: "r"}' >in
say com decide in
echo '-- what changed: the one appeal'
com list >after
diff before after | jq -cR 'ltrimstr("> ") | ltrimstr("< ") | fromjson? | [.complaint, .stage]'
echo '-- for review: an unknown channel, a step that comes late'
NOW=2026-12-30T09:00:00+08:00
com feedback --complaint 3 --by li --channel pigeon --content c | findings
com accept --complaint 1 --by li | findings
