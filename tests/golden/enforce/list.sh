# All measures, those in force, those for which a program is true.
. "$CASES/common"

stock
say enf list
{
	m 1 a limit '{until: "2026-12-01"}'
	m 2 a suspend '{from: "2026-11-30", until: "2026-12-02"}'
	m 3 b remove '{discovered_at: "2026-11-24T08:00:00+08:00", spread_stopped: true}'
	m 4 b warn
	m 5 b warn '{from: "2026-11-24T08:10:00+08:00"}'
} | enf apply -q >taken
enf lift --measure 5 --by c --reason r --basis b -q >out
enf list | jq -c '[.measure, .state]'
for t in 2026-11-24T08:30:00+08:00 2026-11-29T23:59:59+08:00 2026-11-30 2026-12-01 2026-12-02; do
	echo "-- in force $t"
	enforce list --open --as-of $t | jq -r .measure
done
echo '-- where'
enf list --where '.kind == "warn"' | jq -r .measure
enf list --open --where '.target == "a:a"' | jq -r .measure
say enf list --where 'error("x")' | cut -c 1-60
say enf list --where '.['
