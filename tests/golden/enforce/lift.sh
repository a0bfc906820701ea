# Takes measures back: by records, by options, by cause; what they caused and nothing else.
. "$CASES/common"

stock
{
	m 1 a limit '{until: "2026-12-01", cause: "rule:r1"}'
	m 2 a limit '{until: "2026-12-02"}'
	m 3 a ban-registration '{until: "2027-12-01"}'
	m 4 b lower-credit '{points: 30, cause: "rule:r1"}'
	m 5 b warn '{cause: "rule:r1", time: "2026-11-23T08:00:00+08:00"}'
	m 6 b limit '{until: "2026-11-24T09:00:00+08:00", cause: "rule:r1"}'
	m 7 b limit '{until: "2026-11-24T09:00:01+08:00", from: "2026-11-24T08:59:00+08:00"}'
	m 8 a suspend '{until: "2026-12-01", from: "2026-11-30"}'
} | enf apply -q >taken
cat >in <<'END'
{"id":"L1","measure":"3","by":"chen","reason":"申诉成立","basis":"S-1"}
{"id":"L2","measure":"3","by":"chen","reason":"申诉成立","basis":"S-1"}
{"id":"L1","measure":"3","by":"chen","reason":"other","basis":"S-1"}
{"id":"L3","measure":"none","by":"chen","reason":"r","basis":"b"}
{"id":"L4","measure":"6","by":"chen","reason":"r","basis":"b"}
{"id":"L5","measure":"7","by":"chen","reason":"r","basis":"b"}
{"id":"L6","measure":"8","by":"chen","reason":"before it began","basis":"b"}
{"id":"L7","measure":"2","by":"chen","reason":"r"}
{"id":"L8","measure":"2","reason":"r","basis":"b"}
{"id":"1","measure":"2","by":"chen","reason":"an id of a measure","basis":"b"}
{"id":"L9","by":"chen","reason":"r","basis":"b"}
{"measure":"2","by":"chen","reason":"r","basis":"b"}
END
echo '-- a dry run'
enf lift -n in 2>/dev/null | jq -c '[.id, .would]'
echo '-- by records'
say enf lift in
echo '-- again'
enf lift in 2>/dev/null | jq -c '[.id, .verdict]'
echo '-- by cause: looked at, of one day, all'
set -- --by chen --reason 'rule was wrong' --basis M-7
enf lift -n --cause rule:r1 "$@" | jq -c '[.measure, .would]'
enf lift --cause rule:r1 --from 2026-11-23 --until 2026-11-24 "$@" | jq -c '[.measure, .verdict, .after.open]'
enf lift --cause rule:r1 "$@" | jq -c '[.measure, .verdict, .effects]'
say enf lift --cause rule:r1 "$@"
echo '-- by id'
say enf lift --measure 2 --id L10 "$@"
say enf lift --measure 2 --id L10 "$@"
say enf lift --measure nothing "$@"
echo '-- what is left'
enf list | jq -c '[.measure, .state, .lifted_at, .lifted]'
credit-score --now $NOW <<'END' | jq -c '[.account, .credit]'
{"account":"b"}
END
enf check | jq -c '[.measure, .code]'
echo '-- not by hand'
say enf lift --measure 2
say enf lift --measure 2 --by chen --reason r
say enf lift --measure 2 "$@" in
