# The examples: what is said of groups, seats and operations is found, and nothing else in right ones.
. "$CASES/common"

beian-store init
set -- -q -p "$EXAMPLES/policy.json" --now $NOW
acct-verify register "$@" "$EXAMPLES/users.jsonl" >out
enforce apply "$@" "$EXAMPLES/measures.jsonl" >out
blacklist add "$@" "$EXAMPLES/listings.jsonl" >out
group-cap import "$@" "$EXAMPLES/groups.csv" >groups
group-cap import "$@" "$EXAMPLES/seats.jsonl" >seats
group-cap grade "$@" >grades
group-cap check "$@" --all >checked
group-cap apply "$@" "$EXAMPLES/operations.jsonl" >operations
told='(map(.note // empty)[0] | ltrimstr("expect:")) as $e | [.[].findings[].code] as $c |
    select(if $e == "" then $c != [] else ($c | index($e)) == null end) |
    "\(.[0].id // .[0].user // .[0].group): \($e) wanted, \($c | join(" ")) found"'
jq -r 'select(.group)' groups checked | jq -rs "group_by(.group)[] | $told"
jq -r "[.] | $told" seats operations
jq -r .verdict groups | sort | uniq -c
jq -r .verdict seats | sort | uniq -c
jq -r .verdict operations | sort | uniq -c
jq -r '.findings[].code' groups seats checked operations | sort -u | tr '\n' ' '
