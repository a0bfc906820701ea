# Listing: each kind of key, terms, what is listed with it, once for an id; each refusal.
. "$CASES/common"

beian-store init
echo '# each kind of key, by records'
{
	l 1 '{account: "a1", alone: "只此账号"}'
	l 2 '{subject: "0123456789abcdef0123456789abcdef"}'
	l 3 '{group: "g1", alone: "群主未查明"}'
	l 4 '{group: "g2", creator: "u1", manager: ["u2", "u3"]}'
	l 5 '{member: ["u4", "u4"]}'
	l 6 '{name: "青柠\"观察", ground: "平台公约"}'
	l 7 '{account: "a2", name: "别名", alone: "x", until: "term"}'
} >kinds.jsonl
bl add kinds.jsonl >kinds
short <kinds
echo '# one of them whole'
sed -n 6p kinds

echo '# given again: the same answer, nothing more is listed'
bl add kinds.jsonl | cmp - kinds && echo same
bl list --history | wc -l | tr -d ' '
echo '# what screening has found on the list already is not listed once more'
bl kinds.jsonl | bl add --exit-zero | jq -c '[.id, .listing]' | head -1

echo '# the same id with other content'
l 1 '{account: "a1"}' | bl add | short
echo '# from the options, whole'
bl add --account o1 --ground 法律 --from now --until term --alone why --by chen --reason r \
    --basis b >once
cat once
bl add --account o1 --ground 法律 --from now --until term --alone why --by chen --reason r \
    --basis b | cmp - once && echo same
for key in subject creator manager member group name; do
	case $key in
	subject) value=ffffffffffffffffffffffffffffffff ;;
	*) value=k ;;
	esac
	bl add --$key $value --ground law --from 2026-12-01 --until 2027-01-01 --id "o-$key" --alone x \
	    --by chen --reason r --basis b | short
done
echo '# by, reason and basis stand for members that records lack'
l b1 '{name: "无名", by: null, reason: null, basis: null}' >bare
bl add bare | short
bl add --by li --reason why --basis law bare | short
bl show --name 无名 | jq -c '[.by, .reason, .basis]'

echo '# terms: 36 months, 12 more for each earlier one, 72 at most'
for i in 1 2 3 4 5; do
	l "t$i" '{group: "gt", alone: "x", until: "term"}' | bl add | jq -c '.listed[0].until'
done
echo '# lifted ones do not count'
n=$(bl show --group gt | jq .n | sed -n '2,4p')
for i in $n; do
	bl lift --listing "$i" --by chen --reason r --basis b | jq -c '[.listed[].n]'
done
l t4 '{group: "gt", alone: "x", until: "term"}' | bl add | jq -c '.listed[0].until'

echo '# refused'
{
	l r1
	l r2 '{subject: "xyz"}'
	l r3 '{name: "甲", ground: null}'
	l r4 '{name: "甲", ground: "whim"}'
	l r5 '{name: "甲", basis: null}'
	l r6 '{name: "甲", from: null}'
	l r7 '{name: "甲", until: null}'
	l r8 '{name: "甲", until: "2026-11-24T09:00:00"}'
	l r9 '{name: "甲", until: "2032-11-25"}'
	l r10 '{name: "甲", until: "soon"}'
	l r11 '{name: "甲", from: "later"}'
	l r17 '{name: "甲", from: "1999-12-31T23:59:59", until: "2000-12-31"}'
	l r12 '{member: [range(65) | tostring]}'
	l r13 '{name: ("甲" * 134)}'
	l r14 '{name: "甲", verdict: "reject"}'
	l r15 '{group: "g", ground: null}'
	l r16 '{name: "甲", until: "2032-11-24"}'
	echo '{"name":"甲"}'
	echo '{"id":"","name":"甲"}'
	echo nothing
} >bad
bl add bad >out
echo "= $?"
short <out
bl add --exit-zero -q bad >/dev/null
echo "= $?"

echo '# dry: told, not done'
bl list | cksum >before
l d1 '{account: "dry", alone: "x"}' >dry
bl add -n dry | jq -c '[.would, .listing]'
bl list | cksum | cmp - before && echo unchanged
