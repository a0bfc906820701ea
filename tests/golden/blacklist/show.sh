# show and list: by key, by serial, with history, of one list, by condition.
. "$CASES/common"

beian-store init
say bl list
{
	l 1 '{account: "a", alone: "x"}'
	l 2 '{account: "a", alone: "x", from: "2026-12-01"}'
	l 3 '{subject: "0123456789abcdef0123456789abcdef"}'
	l 4 '{creator: "p"}'
	l 5 '{manager: ["p"]}'
	l 6 '{member: ["p"]}'
	l 7 '{group: "g", alone: "x"}'
	l 8 '{name: "青柠\"观察"}'
} | bl add >/dev/null
echo '{"account":"a"}' >city.jsonl
bl import --list city --ground law --basis b --reason r --by chen city.jsonl >/dev/null
bl lift --listing 7 --by chen --reason r --basis b >/dev/null

echo '# by each kind of key'
say bl show --account a
say bl show --subject 0123456789abcdef0123456789abcdef
for k in creator manager member; do
	bl show --$k p | jq -c '[.kind, .key, .n]'
done
say bl show --name '青柠"观察'
echo '# two at once; none; one that is lifted; one that has not begun'
say bl show --account a --member p --as-of 2026-12-02
say bl show --account none
say bl show --group g
say bl show --group g --history
say bl show --account a --history
echo '# by serial'
say bl show 1 4
say bl show 7
say bl show 99
say bl show 1 --as-of 2027-11-24
echo '# list'
bl list | jq -c '[.kind, .key, .n, .list]'
bl list --as-of 2026-12-02 | jq -c '[.kind, .key, .n, .list]'
bl list --list city
bl list --list hand --where '.kind == "member"' | jq -c '[.kind, .key]'
bl list --history | jq -c '[.n, .what, .kind, .key, .of]'
bl list --history --where '.what == "lift"'
bl list --where '.n | error("x")' 2>&1 | sort -u
