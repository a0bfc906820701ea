# Complaints shown by id, number, target and reporter; what is personal only when it is journalled.
. "$CASES/common"

stock
{ c 1; c 2 '{account: null, group: "g", complainant: "李四"}'; c x '{account: null, user: "u"}'; c 5 '{account: "b"}'; } | com receive -q >out
com show 1 | jq 'del(.reporter)'
echo '-- an id before a number'
com show x 3 5 4 | jq -c '[.complaint, .number]'
echo '-- by target and reporter'
com show --account a | jq -c .complaint
com show --user u --group g | jq -c .complaint
com show --reporter "$(com show 1 | jq -r .reporter)" | jq -c .complaint
say com show --account none
say com show nothing
say com show --reporter 1
say com show
echo '-- revealed'
say com show 1 --reveal
say com show 1 --reveal --by li --reason 'court order'
com show 1 2 --reveal --by li --reason 'court order' --basis '(2026) 1' |
    jq -c '[.complainant, .complainant_contact, .content]'
com show 1 | jq -c '[.complainant, .complainant_contact, .content]'
say com list --reveal
say com --reveal </dev/null
