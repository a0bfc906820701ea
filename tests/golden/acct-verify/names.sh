# Names of accounts: what the store can keep, and what it cannot.
. "$CASES/common"

beian-store init
long=$(printf '%0400d' 0)
{
	account "$long"
	account "${long}0" '{id_number: "330102198501012044"}'
	account 'a b/c;"d"' '{id_number: "440103198804120028"}'
	account '账号一' '{id_number: "510104197501200039"}'
	jq -cn '{account: "x\u0000y"}'
	jq -cn '{account: "x\ny"}'
	account ' ' '{id_number: "330102196606060043"}'
} >in
verify register in 2>err | jq -c '[.account[:20], .verdict]'
cut -c 1-100 err
verify list | jq -c '.account[:20]'
verify show '账号一' | jq -r 'select(.events) | .account'
