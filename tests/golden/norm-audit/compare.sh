# How it is beside how it was.
. "$CASES/common"

stock
{ paper chief-editor 1 '{from: "2026-10-01"}'; paper blacklist-rules 1 '{until: "2026-11-20"}'; } |
    norm-audit document --now 2026-11-01 -q >out
{ m 1 a suspend '{until: "2026-12-01"}'; m 2 b limit '{until: "2026-11-24T08:30:00+08:00"}'; } | enf apply -q >taken
say audit --clause PA-05-1c --clause PA-13 --compare 2026-11-10 |
    jq -cR 'fromjson? // . | if type != "object" or .summary then "-" else
    [.clause, .before.state, .before.open, .state, .open, .changed] end'
say audit --compare 2027-01-01
say audit --compare soon
