# What is due to whom; nothing is changed.
. "$CASES/common"

say filing
fill
say filing
say filing --office 33 --kind accounts
say filing --office 北京 --office 330000 --kind operators
say filing --kind accounts --now 2017-11-30 --office 33
jq '.platform.province = ""' p.json >q.json
account z '{id_type: "passport", id_number: "E12345678", province: "月球"}' | verify register -q >out
say filing-export -p q.json --now 2026-11-24 --kind accounts
jq '.filing = {office: "platform", cadence_days: 4000}' p.json >q.json
say filing-export -p q.json --now 2026-11-24
