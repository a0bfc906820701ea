# One account explained.
. "$CASES/common"

beian-store init
{
	company a '{name: "杭州公安局发布", grade: "A", mobile: "+86 138 0013 8009", operator_name: "x"}'
	company b '{registered_at: "2018-12-01"}'
} | verify register -q >out
verify exempt --account a --extra 2 --until 2027-01-01 --approval 17 --reason r --basis b >out
say verify show a | keys
say verify show b nobody a | jq -rR 'fromjson? | select(.account or .verdict == "reject") | .account // .code'
verify show nobody
