# What a template may name: the gate for what leaves.
. "$CASES/common"
. "$CASES/kinds"

stock
# with KIND COLUMNS: a policy whose template of the kind is this.
with() { jq --arg k "$1" --argjson c "$2" '.filing[$k].columns = $c' p.json >q.json; }
try_it() { with "$1" "$2"; say filing-export -p q.json --now 2026-11-24 --office 11 --kind "$1"; }
echo '-- members that a kind does not have'
try_it accounts '[{"member": "account", "title": "a"}, {"member": "shoe_size", "title": "b"}]'
try_it accounts '[{"member": "count", "title": "a"}]'
try_it accounts '[{"member": "user", "title": "a"}]'
try_it accounts '[{"member": "personal", "title": "a", "own": true}]'
try_it accounts '[{"member": "digest", "title": "a", "own": true}]'
try_it accounts '[{"member": "shoe_size", "title": "a", "own": true}]'
try_it accounts '[{"member": "rights", "title": "a"}]'
try_it operators '[{"member": "count", "title": "a"}, {"member": "measure", "title": "b"}]'
try_it measures '[{"member": "account", "title": "a"}]'
try_it measures '[{"member": "id_number", "title": "a", "own": true}]'
try_it listings '[{"member": "measure", "title": "a"}]'
try_it contents '[{"member": "complainant", "title": "a"}]'
try_it account-system '[{"member": "target", "title": "a"}]'
with complaints '[{"member": "content", "title": "a"}]'
say filing-export -p q.json --now 2026-11-24 --office 11 --kind accounts
with inspection '[{"member": "change", "title": "a"}]'
say filing-export -p q.json --now 2026-11-24 --office 11 --kind accounts
with accounts '[{"member": "account", "title": "a", "mine": true}]'
say filing-export -p q.json --now 2026-11-24 --office 11 --kind accounts
echo '-- the platform has members of its own'
with accounts '[{"member": "account", "title": "a"}, {"member": "rights", "title": "b", "own": true}]'
account k '{province: "北京市", id_number: "110101199003077651", rights: ["publish"]}' | verify register -q >out
filing-export make -p q.json --now 2026-11-24T09:00:00+08:00 -d d --office 11 --kind accounts >out
rows d/*110000_accounts*.zip accounts
echo '-- who a report is about, unmasked: by whom, why, on what ground'
with measures '[{"member": "measure", "title": "m"},
    {"member": "subject_name", "title": "n", "reveal": true, "basis": "浙网信〔2026〕1号"}]'
say filing-export make -p q.json --now 2026-11-24T09:00:00+08:00 -d d --office 11 --kind measures
say filing-export make -p q.json --now 2026-11-24T09:00:00+08:00 -d d --office 11 --kind measures \
    --by chen --reason '来函要求' --basis PA-13-1c -q | jq -Rc 'fromjson? | .rows'
rows d/*110000_measures*.zip measures
filing make -d d --office 11 --kind accounts --full --now 2026-11-25T09:00:00+08:00 >out
filing make -d d --office 33 --kind measures --now 2026-11-25T09:00:00+08:00 >out
norm-audit journal --now 2026-12-01 --program filing-export --verb make |
    jq -c '[.by, .what.kind, .what.to, .what.clause, .what.reason, .what.basis, .what.revealed, .what.masked, .what.rows]'
