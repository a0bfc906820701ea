# -n changes nothing and says what would: also later records see what earlier ones would have done.
. "$CASES/common"

would() { jq -c '[.account // .subject, .verdict, .would, [(.findings // [])[].code]]' | keys; }
beian-store init
{ account a; account b '{mobile: "13800138001"}'; account c '{id_number: "1"}'; } >in
before=$(beian-store)
verify register -n in | would
verify list
[ "$(beian-store)" = "$before" ] && echo 'as it was'
verify register -q in >out
verify register -n in | would
before=$(beian-store)
echo '{"account":"a","time":"2026-11-20"}' | verify close -n | would
account a '{id_number: "330102198501012044", time: "2026-11-20"}' | verify transfer -n | would
verify exempt -n --account a --extra 1 --until 2027-01-01 --approval 1 --reason r --basis b | keys
verify register --dry-run --source q in | would
beian-store pos q
[ "$(beian-store)" = "$before" ] && echo 'as it was'
