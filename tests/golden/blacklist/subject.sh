# An account's subject is listed with it, whose other accounts are named; then none of them is
# registered.
. "$CASES/common"

beian-store init
{
	company a
	company b
	account c '{id_number: "330102198501012044", mobile: "13800138001"}'
	echo '{"user":"u","name":"小林","id_type":"resident-id","id_number":"440103198804120028","mobile":"13800138002"}'
} >accounts
verify register -q accounts | jq -r '[.account // .user, .subject] | @tsv' >subjects
k=$(sed -n '1s/.*	//p' subjects)
u=$(sed -n '4s/.*	//p' subjects)
{
	echo '# an account with others of its subject'
	l 1 '{account: "a"}' | bl add | jq -c '[.verdict, .siblings, [.listed[] | [.kind, .key, .n]],
	    [.findings[] | [.code, .verdict, .clause]]]'
	echo '# given again'
	l 1 '{account: "a"}' | bl add | jq -c '[.verdict, .siblings, [.findings[].code]]'
	echo '# one that has none'
	l 2 '{account: "c"}' | bl add | short
	echo '# one whose subject is not known; one for which the record says it; alone'
	l 3 '{account: "x"}' | bl add | short
	l 3 '{account: "x"}' | bl add | short
	l 4 "{account: \"y\", subject: \"$k\"}" | bl add | short
	l 5 '{account: "b", alone: "why"}' | bl add | short
	echo '# a group without its persons'
	l 6 '{group: "g"}' | bl add | short
	l 6 '{group: "g"}' | bl add | short
	echo '# the subject is on the list: other accounts are found, and not registered'
	company d >more
	verify more | bl | jq -c '[.verdict, [.listed[] | [.kind, .n, .match, .decides]],
	    [.findings[].code]]'
	verify register -q more | jq -c '[.verdict, [.findings[].code]]'
	echo "{\"account\":\"z\",\"subject\":\"$k\"}" | bl | short
	echo '# a user by the subject, as a member'
	l 7 "{member: [\"$u\"]}" | bl add | short
	verify accounts | tail -1 | bl | short
	echo '# lifted: what still stands for the account and for its subject'
	bl lift --listing 1 --by chen --reason 申诉成立 --basis b | jq -c '[.listed[] | [.kind, .n]]'
	verify -q more | jq -c '[.verdict, [.findings[].code]]'
	bl lift --listing 2 --by chen --reason 申诉成立 --basis b | jq -c '[.listed[] | [.kind, .n]]'
	n=$(bl show --subject "$k" | jq .n)
	bl lift --listing "$n" --by chen --reason 申诉成立 --basis b | jq -c '[.listed[] | [.kind, .n]]'
	verify -q more | jq -c '[.verdict, [.findings[].code]]'
} | keys
