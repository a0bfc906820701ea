# Do measures, reports, listings, credit and states agree?
. "$CASES/common"

stock
{
	m 1 a suspend '{until: "2026-12-01"}'
	m 2 b ban-registration '{until: "2027-12-01"}'
	m 3 b lower-credit '{points: 30}'
	m 4 b limit '{until: "2026-11-24T08:30:00+08:00"}'
	m 5 b remove '{content: "c", discovered_at: "2026-11-24T08:00:00+08:00", spread_stopped: true}'
	for t in 3 4 5; do
		m "mod$t" b moderate "{discovered_at: \"2026-11-24T0$t:00:00+08:00\", ground: null, clause: null}"
	done
	m run1 null monitor '{account: null, time: "2026-11-22T08:00:00+08:00"}'
	m run2 null monitor '{account: null, time: "2026-11-24T08:00:00+08:00"}'
} | enf apply -q >taken
say enf check
echo '-- two days later'
enforce check --now 2026-11-26 | jq -c '[.measure // .since // .listing, .clause, .code, .verdict]'
echo '-- credit and list taken back elsewhere'
credit-score appeal --now $NOW --event 3 --by c --reason r --basis b -q >out
blacklist lift --now $NOW --listing 1 --by c --reason r --basis b -q >out 2>&1 || cat out
say enf check
echo '-- interaction limited, state as asked, ended'
m 6 b limit-interaction '{until: "2026-12-01"}' | enf apply -q >out
account a '{state: "suspended"}' | verify register -q >out
enf due >out
say enf check
echo '-- not with these'
say enf check --no-store
say enf check --reveal
