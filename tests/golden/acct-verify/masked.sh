# What this program has masked is given to it again.
. "$CASES/common"

beian-store init
account a '{email: "a@example.cn"}' >in
verify register in >one
echo '-- through a pipe, twice'
verify register -v <one >two
cmp one two && echo 'the same'
verify <one | cmp - one && echo 'the same to look at'
verify --no-store <one | jq -c '[.verdict, [.findings[].code]]'
echo '-- changed, or of a subject that nobody knows'
jq -c '.name = "另一个"' one | try verify register
jq -c '.subject = "00000000000000000000000000000000" | .account = "z"' one | try verify register
jq -c 'del(.subject)' one | try verify register
jq -c 'del(.subject)' one | try verify
jq -c '.subject = "00000000000000000000000000000000"' one | try verify
jq -c '.account = "z"' one | try verify
verify list | jq -c '[.account, .name]'
