# Two that write in one pipeline on one store; a record at a time; what is committed comes out.
. "$CASES/common"

beian-store init
i=100
while [ $i -lt 400 ]; do
	company "a$i" "{subject_kind: \"government\", id_number: \"11510304MAFWUCBA1N\", mobile: \"13800138$i\", name: \"x\"}"
	i=$((i + 100))
done >in
verify register in | verify register -v | jq -r .account
for f in 1 2 3 4 5 6 7 8; do
	# shellcheck disable=SC2030
	jq -c --arg f "$f" '.account += $f | .mobile = "1390013\($f)000"' in >"in$f"
done
for f in 1 2 3 4 5 6 7 8; do
	verify register -q "in$f" >"out$f" &
done
wait
verify list | wc -l | tr -d ' '
beian-store check | jq -c '[.damaged, .chain]'
{ head -n 1 in; echo more >&2; } 2>out | verify register | jq -r .account
