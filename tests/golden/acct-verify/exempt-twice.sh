# The same approval given twice, as after a lost output, is one exemption.
. "$CASES/common"

beian-store init
company a | verify register -q >out
for i in 1 2; do
	verify exempt --account a --extra 1 --until 2027-01-01 --approval 17 --reason r --basis b | keys
done
verify exempt --account a --extra 1 --until 2027-01-01 --approval 18 --reason r --basis b >out
verify show a | jq -c 'select(.exemptions) | [.exemptions[].approval]'
verify show a | jq -c 'select(.code == "cap-subject") | .exempt'
