# Accounts that go to another subject.
. "$CASES/common"

beian-store init
{ account a; account b '{id_number: "330102198501012044"}'; } | verify register -q >out
to='{id_number: "440103198804120028", time: "2026-11-20T14:00:00+08:00", reason: "账号转让"}'
account a "$to" >in
say verify transfer -v in | keys
echo '-- again'
try verify transfer -v in
echo '-- to one who has his account'
account b "$to" | try verify transfer
echo '-- unknown; no number that stands'
account x "$to" | try verify transfer
account b '{id_number: "440103198804120021", time: "2026-11-20"}' | try verify transfer
echo '-- its first subject may have another one'
account c | try verify register
verify show a | head -n 1 | jq -c '[.since, .events]' | keys
echo '-- a time that is none, or is still to come'
account a '{id_number: "510104197501200039"}' | try verify transfer
account a '{id_number: "510104197501200039", time: "2026-11-25"}' | try verify transfer
