# Lines that a complaint speaks of stay while it is open, whoever would prune them; then they go.
. "$CASES/common"

prune() { retain-prune prune --now 2027-07-01T09:00:00+08:00 --trust-clock | jq -c '[.segment, .state, .kept, .by]'; }

stock
jq -cn '("a", "b") as $w | {id: ("l" + $w), time: "2026-11-23T09:00:00+08:00", account: $w, action: "login"}' |
    retain-prune store log --now "$NOW" -q >out
jq -cn '{id: "late", time: "2026-11-24T09:00:01+08:00", account: "a", action: "login"}' |
    retain-prune store log --now 2026-11-24T09:00:02+08:00 -q >out
c 1 | com receive -q >out
echo '-- it is open: of its account, not of another, nor what came later'
prune
zstdcat store/segments/log/held/*/*/*.zst | jq -c .id
answered 1
com appeal --complaint 1 --by a --role accused --reason r >out
echo '-- an appeal waits'
prune
com appeal --complaint 1 --by chen --outcome rejected --reason r >out
echo '-- nothing does'
prune
echo '-- personal data of an account: not while somebody complains of it'
c 2 '{account: "b"}' | com receive -q >out
echo '{"account":"b","time":"2026-11-24T08:00:00+08:00","close_requested_at":"2026-11-24","reason":"wish"}' | verify close -q >out
erase() { retain-prune prune --now 2027-07-01T09:00:00+08:00 --trust-clock 2>/dev/null | jq -c 'select(.account) | [.account, .state, .by]'; }
erase
answered 2
erase
