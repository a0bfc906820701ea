# Users of groups: clauses of GR, no caps, no names and labels of accounts.
. "$CASES/common"

{
	account x | jq -c '{user: "u1", name, id_type, id_number, mobile, agreement, agreed_at}'
	echo '{"user":"u2","name":"x","id_type":"resident-id","id_number":"330102199003071231","mobile":"1"}'
	echo '{"user":"u3"}'
} >in
verify --no-store in
echo "= $?"
beian-store init
try verify register in
say verify list --users | keys
