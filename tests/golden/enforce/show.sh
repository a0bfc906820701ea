# Measures by id and by target, with how soon comments were dealt with.
. "$CASES/common"

stock
{
	m 1 a warn '{cause: "event:9"}'
	m 2 a limit '{until: "2026-12-01"}'
	m 3 null warn '{account: null, group: "g", from: "2026-11-25"}'
	m 4 null lower-credit '{account: null, user: "u", points: 5}'
	for t in 40 50 59; do
		m "mod$t" b moderate "{discovered_at: \"2026-11-24T07:$t:30+08:00\"}"
	done
	m old b moderate '{discovered_at: "2026-11-24T01:00:00+08:00"}'
	m odd b moderate
} | enf apply -q >taken
say enf show 1 | keys
say enf show 3 2 none | keys
enf show --account a | jq -c .measure
enf show --account b | jq -c '.measure // .'
enf show --group g | jq -c .measure
enf show --user u | jq -c .measure
say enf show --account z
say enf show --group z
say enf show
