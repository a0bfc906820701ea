# Screening: what is asked for, all matches with the one that decides, names that look alike.
. "$CASES/common"

beian-store init
k=0123456789abcdef0123456789abcdef
{
	l 1 '{account: "a", alone: "x"}'
	l 2 "{subject: \"$k\"}"
	l 3 '{group: "g", alone: "x"}'
	l 4 '{creator: "p"}'
	l 5 '{manager: ["p"]}'
	l 6 '{member: ["p"]}'
	l 7 "{member: [\"$k\"]}"
	l 8 '{name: "青柠观察"}'
	l 9 '{name: "己方"}'
	l 10 '{name: "青柠观察站"}'
	l 13 '{name: "青柠视察站"}'
	l 11 '{account: "a", alone: "x", ground: "agreement"}'
	l 12 '{name: "ABC新闻网"}'
} | bl add >/dev/null

echo '# nothing is found: the record with a verdict; own members stay'
echo '{"account":"none","name":"别的","x":1.0e2}' | bl
echo '# each member'
{
	echo '{"account":"a"}'
	echo "{\"subject\":\"$k\"}"
	echo "{\"user\":\"u\",\"subject\":\"$k\"}"
	echo '{"user":"p"}'
	echo '{"group":"g"}'
	echo '{"group":"h","creator":"p"}'
	echo '{"group":"h","manager":["q","p"]}'
	echo '{"group":"h","member":["q","p"]}'
	echo '{"group":"h","member":"q;p"}'
	echo '{"group":"a","account":"g","user":"a"}'
} >each
bl each >out
echo "= $?"
short <out
echo '# one match whole'
head -1 out | jq -c '.listed[0]'
echo '# names: the same, and those that look like one'
for name in 青柠观察 青檸觀察 ' 青柠 观察' 青柠观察台 柠青观察站 青柠的观察站 青柠看视站 青柠 已方 己方 已 \
    ａｂｃ新闻网 АВС新闻网 ABC新聞網 ABC新闻; do
	jq -cn --arg n "$name" '{name: $n}'
done >names
bl names | jq -c '[.name, .verdict, [.listed[]? | [.key, .match, .decides]], [.findings[].code]]'
echo '# hits decide before what looks alike'
echo '{"account":"a","name":"青檸觀察","subject":"'$k'"}' | bl | short
echo '# names not folded; no edits'
echo '{"blacklist":{"name":{"fold":false}}}' >policy
echo '{"blacklist":{"name":{"edit_from":0}}}' >edits
bl -p policy names | jq -c '[.verdict, [.listed[]?.key]]' | sort | uniq -c | sed 's/^ *//'
bl -p edits names | jq -c 'select(.listed) | [.name, [.listed[].key]]'
echo '# the verdict of a program before stays; its findings too'
echo '{"account":"a","verdict":"pass","findings":[{"code":"x","verdict":"review"}]}' |
    bl | jq -c '[.verdict, [.findings[].code]]'
echo '{"account":"none","verdict":"reject","findings":[]}' | bl | jq -c '[.verdict]'
echo '# screened twice: the same'
bl each | bl | cmp - out && echo same
echo '# options: jobs, where, summary, rejects, as-of'
cat each names names names >many
bl -j 3 many | cksum >three
bl -j 1 many | cksum | cmp - three && echo same
bl --where '.group == "g"' each | short
bl -q --summary summary each >/dev/null
jq -c '[.verdict, .codes // .findings]' summary
printf '[1]\n{"account":"none"}\n' | bl -q --rejects rejects
echo "= $?"
cat rejects
bl --as-of 2026-11-24T08:59:59+08:00 each | jq -c .verdict | sort | uniq -c | sed 's/^ *//'
bl --as-of 2027-11-24 each | jq -c .verdict | sort | uniq -c | sed 's/^ *//'
bl --exit-zero each >/dev/null
echo "= $?"
