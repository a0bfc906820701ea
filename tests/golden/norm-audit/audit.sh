# Clause by clause: nothing, a few accounts, what is open, what is missing.
. "$CASES/common"

beian-store init
echo '-- nothing is there'
audit | jq -r '.state // .summary.chain' | sort | uniq -c | sed 's/^ *//'
rm -rf store
stock
echo '-- two accounts and a user'
audit --clause PA-05 --clause PA-06 --clause GR-06 | rows
echo '-- one row whole'
say audit --clause PA-05-1d | heads
echo '-- measures'
{ m 1 a suspend '{until: "2026-12-01"}'; m 2 b limit '{until: "2026-11-24T08:30:00+08:00"}'; } | enf apply -q >taken
audit --clause PA-13-1 | rows
echo '-- and before they were taken'
audit --clause PA-13-1 --as-of 2026-11-24T07:00:00+08:00 | rows
echo '-- by state'
audit --state open | rows
audit --state met --state open --clause PA-13 | rows
say audit --state met --clause PA-13 | wc -l
say audit --state open --exit-zero | wc -l
