# Every finding that rejects an event, and lines that are no event; nothing of them counts.
. "$CASES/common"

stock
{
	e kind nonsense
	e side unmanaged
	e none null
	e appeal appeal
	e who rumour '{account: "z"}'
	e user flooding '{account: null, user: "z"}'
	e whole lower-credit '{points: 1.5}'
	e most lower-credit '{points: 101}'
	e less lower-credit '{points: -1}'
	e lacks lower-credit
	e text lower-credit '{points: "many"}'
	e odd rumour '{points: 1.5}'
	e time rumour '{time: null}'
	e malformed rumour '{time: "some day"}'
	e future rumour '{time: "2026-11-24T09:00:01+08:00"}'
	e old rumour '{time: "1999-12-31"}'
	e group nonsense '{account: null, group: "g"}'
	e earlier rumour '{verdict: "reject", findings: [{code: "theirs", verdict: "reject"}]}'
} >in
say cs apply in | jq -cR 'fromjson? // . | if type == "object" then
    [.id, .verdict, .credit, [.findings[] | [.clause, .code, .field, .message]]] else . end'
echo '-- no record'
cat >odd <<'END'
{"kind":"rumour","account":"a","time":"2026-11-20"}
{"id":"","kind":"rumour","account":"a","time":"2026-11-20"}
{"id":5,"kind":"rumour","account":"a","time":"2026-11-20"}
{"id":"x","kind":"rumour","time":"2026-11-20"}
{"id":"x","kind":"rumour","account":"a","time":"2026-11-20"
nothing
END
say cs apply odd
echo '-- what counts'
say cs list
say cs explain --account a
