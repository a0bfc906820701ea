# --now is the time of the run, --as-of the day whose rules hold.
. "$CASES/common"

account a '{id_until: "2026-11-24", stats_at: "2026-11-01"}' >in
try acct-verify --no-store --now 2026-11-24T23:59:59+08:00 in
try acct-verify --no-store --now 2026-11-24T16:00:00Z in
try acct-verify --no-store --now 2026-11-25 in
try acct-verify --no-store --now 2026-12-31 --as-of 2026-11-24 in
try acct-verify --no-store --now '2026年12月3日' in
beian-store init
acct-verify register --by chen --now 2026-12-31T08:00 --as-of 2026-11-24 in >out
verify list | jq -c '[.recorded_at, .registered_at]'
TZ=America/New_York acct-verify list | jq -c .recorded_at
