# Appeals: the score is what it would be without the event; nothing is deleted.
. "$CASES/common"

stock
{
	e 1 rumour '{time: "2026-11-01"}'
	e 2 clickbait
	e 3 unlawful-content '{account: "b"}'
} | cs apply | short
hand() { cs appeal --by chen --reason 核实无误 --basis 复核-7 "$@"; }
echo '-- a dry run'
hand -n --event 1 | short
cs explain --account a | jq -c '[.id, .countered, .credit]'
echo '-- by options; the same on the same day counts once'
hand --event 1 >one
cat one
hand --event 1 | cmp - one && echo 'the same'
cs explain --account a | jq -c '[.id, .event, .countered, .points, .credit]'
echo '-- it was right: the appeal is countered'
hand --event "$(jq -r .id one)" | short
cs explain --account a | jq -c '[.id, .event, .countered, .points, .credit]'
echo '-- by records'
p() {
	jq -cn --arg id "$1" --arg event "$2" '{id: $id, event: $event, time: "2026-11-24",
	    by: "chen", reason: "r", basis: "b"} + ('"${3:-{\}}"') | with_entries(select(.value != null))'
}
{
	p p1 3
	p p2 99
	p p3 2 '{by: null}'
	p p4 2 '{reason: null}'
	p p5 2 '{basis: null}'
	p p6 null '{event: null}'
	p p7 2 '{time: "2026-11-25"}'
	p p8 2 '{kind: "rumour"}'
	p p9 2 '{kind: "appeal"}'
} >in
say cs appeal in | jq -cR 'fromjson? // . | if type == "object" then
    [.id, .verdict, .credit, [.findings[] | [.clause, .code, .field, .message]]] else . end'
p p1 2 | try cs appeal
p p2 99 | say cs appeal -q --exit-zero | jq -cR 'fromjson? // . | .verdict? // .'
echo '-- wrong use'
say cs appeal --event 2
say cs appeal --event 2 --by chen --reason r
say hand --event 2 in
say hand --event 99 --id mine | jq -cR 'fromjson? // . | .id? // .'
echo '-- all in the journal, all scores right'
beian-store check | jq -c '[.damaged, .chain]'
say cs rebuild -n
