# A condition of the policy that fails on records is false, and that is said once.
. "$CASES/common"

echo '{"account":{"class":{"rules":[{"class":"x","when":".name | test(\"a\")"}]}}}' >p.json
printf '{"account":"1"}\n{"account":"2","name":"a"}\n{"account":"3"}\n' |
    acct-verify --no-store -p p.json -j 1 | jq -c '[.account, .class]'
