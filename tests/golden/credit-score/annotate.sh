# Without a verb: credit, level and services of any record; rights beyond them; nothing changes.
. "$CASES/common"

stock
cs apply -q <<'END' >/dev/null
{"id":"1","kind":"lower-credit","account":"b","time":"2026-11-20","points":50}
{"id":"2","kind":"fraud","user":"u","time":"2026-11-24"}
END
key=$(jq -r 'select(.account == "b") | .subject' .stock)
cat >in <<END
{"account":"a"}
{"account":"b","rights":["publish"]}
{"account":"c","rights":["publish","monetise"]}
{"user":"u","rights":["create"]}
{"user":"z"}
{"account":"z"}
{"group":"g","rights":["post","fly"]}
{"subject":"$key"}
{"subject":"0123456789abcdef0123456789abcdef"}
{"account":"z","subject":"$key"}
{"note":"nobody"}
nothing
END
say cs in | keys
echo '-- a subject behind acct-verify'
account b '{rights: ["advertise"]}' | verify -q | cs -q | jq -c '[.account, .credit, [.findings[].code]]'
echo '-- recovery until another day'
cs --as-of 2027-01-10 -q in | jq -c '[.account // .user // .group, .credit, .level]'
echo '-- before it all'
cs --as-of 2026-11-19 -q in | jq -c '[.account // .user // .group, .credit, .level]'
echo '-- a measure takes services'
printf '%s\n' '{"id":"m1","account":"a","kind":"limit","time":"2026-11-24T08:00:00+08:00","until":"2026-12-01","ground":"law","clause":"PA-13-1","operator":"wang"}' |
    enforce apply --now "$NOW" | cs apply | jq -c '[.id, .credit, .verdict]'
echo '{"account":"a","rights":["publish","advertise"]}' | cs | jq -c '[.services, [.findings[].code]]'
echo '{"account":"a"}' | cs --as-of 2026-12-01 | jq -c .services
echo '-- who is on the blacklist'
{ printf '{"id":"l1","account":"a","until":"term"}\n'; printf '{"id":"l2","group":"g","until":"2026-12-01"}\n'; } |
    jq -c '. + {ground: "law", from: "now", alone: "x"}' |
    blacklist add --now "$NOW" --by chen --reason r --basis b | jq -c '[.id, .verdict]'
printf '{"account":"a"}\n{"account":"b"}\n{"group":"g"}\n' | cs | jq -c '[.credit, .level, .verdict, [.findings[].code]]'
printf '{"group":"g"}\n' | cs --as-of 2026-12-01 | jq -c '[.verdict, [.findings[].code]]'
echo '-- nothing has changed'
cs list | owners
