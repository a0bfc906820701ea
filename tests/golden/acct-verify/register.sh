# A record given twice gets the same answer and counts once; what is rejected is not kept.
. "$CASES/common"

beian-store init
{
	account a
	account b '{id_number: "330102198501012044", reads: null}'
	account c '{id_number: "330102199003071231"}'
} >in
try verify register -v in
verify register in >one
verify register in >two
cmp one two
try verify register -v in | tail -n 2
verify list | keys
echo '-- through a program before that rejects'
account d '{id_number: "330102197203150014", verdict: "reject", findings: [{code: "group-cap"}]}' | try verify register -v
echo '-- changed'
account a '{name: "青柠新观察"}' | try verify register -v
verify show a | head -n 1 | jq -c '[.name, .events]'
echo '-- the same, with other blanks'
account a '{name: "青柠新观察"}' | sed 's/":/" : /g' | try verify register -v
echo '-- another subject'
account a '{id_number: "330102198501012044"}' | verify register | keys
echo '-- closed when it comes'
account e '{id_number: "110101199003072316", state: "closed", closed_at: "2026-06-30"}' | try verify register
verify list --where '.state == "closed"' | jq -c '[.account, .closed_at, .erase_after]'
