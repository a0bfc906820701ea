# Ends what has run out, at its second; what waits for a review does not end; reports that are due.
. "$CASES/common"

stock
cat >p <<'END'
{"measure":{"ladder":"t","ladders":{"t":{"account":[
 {"kind":"hold","step":1,"clause":"PA-13-1a","takes":["publish"],"term":"must","review":true},
 {"kind":"limit","step":2,"clause":"PA-13-1a","takes":["recommend"],"term":"must"}],
 "user":[],"group":[]}}},"report":{"hours":2}}
END
{
	m 1 a hold '{until: "2026-11-24T10:00:00+08:00"}'
	m 2 a limit '{until: "2026-11-24T10:00:00+08:00"}'
	m 3 b limit '{until: "2026-11-24T10:00:01+08:00"}'
} | enf apply -p p -q >taken
due() {
	NOW=2026-11-24T$1+08:00
	shift
	enf due -p p "$@" | jq -c '[.due, .measure, .state, .ended_at, .after.taken, .report.ref?, .would]'
}
echo '-- the second before, and the second'
due 09:59:59
due 10:00:00 -n
due 10:00:00
echo '-- again; a second later'
due 10:00:00
due 10:00:01
echo '-- in force: what waits'
enforce list -p p --open --as-of 2027-01-01 | jq -c '[.measure, .state]'
enforce check -p p --now 2026-11-24T10:30:00+08:00 | jq -c '[.measure, .code]'
enforce lift -p p --now 2026-11-24T10:40:00+08:00 --measure 1 --by c --reason r --basis b | jq -c '[.verdict, .after.open]'
due 10:50:00
echo '-- reports'
due 11:00:00
