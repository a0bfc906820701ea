# Malicious complaints: signs weigh and are explained, nothing is refused; decided so they cost a
# known user credit, and an appeal gives it back.
. "$CASES/common"

credit() { credit-score explain --user u --now "$NOW" | jq -c 'select(.services) | [.credit, .level]'; }

stock
i=0
while [ $((i += 1)) -le 7 ]; do
	c "r$i" '{complainant: "u", complainant_contact: null, account: "b", kind: "other", content: "'"理由$i$i$i$i$i"'"}'
done >in
com receive -q in >out
echo '-- an honest record weighs nothing'
c x1 '{complainant: "u", complainant_contact: null}' | com | jq -c '[.verdict, .malice]'
answered r1 r2 r3 r4 r5 r6
echo '-- six that were rejected'
c x1 '{complainant: "u", complainant_contact: null, time: "2026-11-24T09:00:00+08:00"}' | com | jq -c '[.verdict, .malice, .findings[].code]'
echo '-- it is received all the same'
c x1 '{complainant: "u", complainant_contact: null, time: "2026-11-24T09:00:00+08:00"}' | com receive | short
echo '-- and counts no longer when it was overturned'
for i in 1 2; do
	com appeal --complaint "r$i" --by u --role complainant --reason r
	com appeal --complaint "r$i" --by chen --outcome upheld --reason r
done >out
c x2 '{complainant: "u", complainant_contact: null, time: "2026-11-24T09:00:00+08:00"}' | com | jq -c '[.verdict, .malice.weight]'
echo '-- decided as malicious'
credit
t a7 r7 | com accept -q >out
com decide --complaint r7 --by li --decision rejected --malicious --reason spite | short
com decide --complaint r7 --by li --decision rejected --malicious --reason spite | short
credit
com show r7 | jq -c '[.decision, .malicious]'
com feedback --complaint r7 --by li --channel app --content x >out
com appeal --complaint r7 --by u --role complainant --reason 'no spite' | short
com appeal --complaint r7 --by chen --outcome upheld --reason 'right' | short
credit
com show r7 | jq -c '[.decision, .malicious, .overturned]'
echo '-- somebody who is no user of groups'
{ c y1; } | com receive -q >out
t ay y1 | com accept -q >out
com decide --complaint y1 --by li --decision rejected --malicious --reason spite | short
