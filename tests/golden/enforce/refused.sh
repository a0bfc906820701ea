# Every finding that rejects a measure, and those for review; nothing of them is taken.
. "$CASES/common"

stock
{
	m kind a scold
	m side null close '{account: null, user: "u"}'
	m target z warn
	m ground a warn '{ground: "whim"}'
	m clause a warn '{clause: null}'
	m operator a warn '{operator: null}'
	m automated a warn '{operator: null, automated: false}'
	m end a suspend
	m endless a close '{until: "2026-12-01"}'
	m order a suspend '{until: "2026-11-24T08:00:00+08:00"}'
	m malformed a suspend '{until: "some day"}'
	m from a suspend '{from: "1999-12-31", until: "2026-12-01"}'
	m start a suspend '{from: "soon", until: "2026-12-01"}'
	m bound a suspend '{until: "2027-11-24T08:00:01+08:00"}'
	m bounded a suspend '{until: "2027-11-24T08:00:00+08:00"}'
	m time a warn '{time: null}'
	m future a warn '{time: "2026-11-24T09:00:01+08:00"}'
	m old a warn '{time: "1999-12-31"}'
	m points a lower-credit
	m many a lower-credit '{points: 101}'
	m none a lower-credit '{points: 0}'
	m earlier a warn '{verdict: "reject", findings: [{code: "theirs", verdict: "reject"}]}'
	m found a remove '{discovered_at: "2026-11-24T08:00:01+08:00", spread_stopped: true}'
	m late a remove '{discovered_at: "2026-11-24T06:59:59+08:00", spread_stopped: true}'
	m quick a remove '{discovered_at: "2026-11-24T07:00:00+08:00", spread_stopped: true}'
	m spread a remove '{discovered_at: "2026-11-24T07:30:00+08:00"}'
	m unsaid a moderate
	m step a close
} >in
say enf apply in | jq -cR 'fromjson? // . | if type == "object" then
    [.id, .verdict, [.findings[] | [.clause, .code, .field, .value, .limit, .message]]] else . end'
echo '-- no record'
cat >odd <<'END'
{"account":"a","kind":"warn"}
{"id":"x","kind":"warn"}
{"id":"","account":"a"}
{"id":5,"account":"a"}
nothing
END
say enf apply odd
echo '-- what was taken'
enf list | jq -c '[.measure, .state]'
