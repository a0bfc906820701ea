# Lifting: by option and record, once for an id, refusals; what runs out; the history.
. "$CASES/common"

beian-store init
{
	l 1 '{group: "g1", alone: "x"}'
	l 2 '{group: "g1", alone: "x"}'
	l 3 '{group: "g2", alone: "x", from: "2026-12-01"}'
	l 4 '{group: "g3", alone: "x", until: "2026-11-25"}'
	l 5 '{name: "青柠观察"}'
} | bl add >/dev/null
lift() { jq -cn --arg id "$1" --argjson n "$2" '{id: $id, listing: $n, by: "li", reason: "错列",
    basis: "复核7"}'; }

echo '# by record; the other listing of the key stands'
lift x1 1 >one
bl lift one
echo '# given again: the same answer; the same id with another listing; what is lifted already'
bl lift one | jq -c '[.verdict, [.listed[].n]]'
{ lift x1 2; lift x2 1; } | bl lift -q | short
echo '# by options'
bl lift --listing 2 --by li --reason 错列 --basis 复核7 >two
jq -c '[.id, .listing, .listed, .by]' two
bl lift --listing 2 --by li --reason 错列 --basis 复核7 | cmp - two && echo same
bl lift --listing 3 --id mine --by li --reason r --basis b | jq -c '[.id, .verdict]'
echo '{"group":"g2"}' | bl --as-of 2026-12-02 | short
echo '# a name: what looks like it is free again too'
echo '{"name":"青檸觀察"}' | bl | short
lift x5 5 | bl lift | jq -c .listed
echo '{"name":"青檸觀察"}{"name":"青柠观察"}' | jq -c . | bl | short

echo '# refused'
{
	lift y1 99
	lift y2 -1
	echo '{"id":"y3","listing":4,"by":"li","reason":"r"}'
	echo '{"id":"y4","by":"li","reason":"r","basis":"b"}'
	echo '{"id":"y5","listing":"x","by":"li","reason":"r","basis":"b"}'
	echo '{"id":"y6","listing":4,"by":"li","reason":"r","basis":"b","verdict":"reject"}'
	echo '{"listing":4,"by":"li","reason":"r","basis":"b"}'
} >bad
bl lift bad >out
echo "= $?"
short <out

echo '# dry'
lift z 4 | bl lift -n | jq -c '[.would, .listed]'
bl show 4 | jq -c .n

echo '# one that runs out is none from its end on, and can be lifted no more'
for t in 2026-11-24T23:59:59+08:00 2026-11-25T00:00:00+08:00; do
	echo '{"group":"g3"}' | bl --as-of $t | short
done
lift z 4 | blacklist lift -q --now 2026-11-25 | short
echo '# the next verb that changes the store writes it into the history'
l 6 '{group: "g4", alone: "x", from: "2026-11-26"}' | bl add --now 2026-11-26T08:00:00 | short
bl show --history --group g3
bl show --history --group g1
echo '# the chain of the journal'
beian-store check | jq -c '[.damaged, .journal, .chain]'
