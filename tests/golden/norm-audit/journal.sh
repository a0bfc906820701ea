# The journal: listed, chosen from, verified; a head that was noted outside.
. "$CASES/common"

stock
m 1 a warn | enf apply -q >taken
say audit journal | heads
echo '-- chosen'
audit journal --program enforce | jq -c '[.n, .program, .verb]'
audit journal --verb register | jq -c .n
audit journal --from 2 | jq -c .n
audit journal --until 2 | jq -c .n
audit journal --from 2026-11-24T09:00:01+08:00 | jq -c .n
audit journal --where '.what.measure' | jq -c .n
echo '-- whole'
say audit journal --verify | heads
head=$(norm-audit journal --verify | jq -r .head)
m 2 a warn | enf apply -q >taken
say audit journal --head "$head" | heads
say audit journal --head "$head" --entries 2 | heads
say audit journal --head "$head" --entries 1 | heads
say audit journal --head "$(printf %064d 7)" | heads
say audit journal --head 7
say audit journal --entries 7
say audit journal --from soon
