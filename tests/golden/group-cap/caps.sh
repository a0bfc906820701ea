# Each cap reached and not exceeded; what frees a place; persons with two users; days.
. "$CASES/common"

stock
cat >p <<'END'
{"group":{"tiers":[{"tier":"S","members":3,"managers":2,"reserve":1,"level":"B","review":"none"},
 {"tier":"L","members":5,"managers":3,"reserve":0,"level":"B","review":"none"}],"large_from":4,
 "persons":[{"verification":"unverified","create":0,"create_day":0,"large":0,"join":1,"join_day":1,"members":0},
 {"category":"fans","create":9,"create_day":9,"large":0,"join":9,"join_day":9,"members":3},
 {"create":3,"create_day":2,"large":1,"join":4,"join_day":3,"members":5}],
 "join":[{"from":0,"mode":"open","qr":true}]}}
END
full() {
	gc apply -p p | jq -c '[.id, .verdict, .membership, .members, .limit, .joined, .created,
	    [.findings[] | [.code, .value, .limit]]]'
}
echo '-- members of a group'
{
	create c g zhao
	join 1 g qian
	join 2 g sun
	join 3 g li
	op 4 leave g qian
	join 3 g li
	join 5 g li
	join 6 g qian
	op 7 invite g zhao '{target: "qian"}'
	create cq q wang '{mode: "approval"}'
	join q1 q wu
	join q2 q zheng
	join q3 q guest '{verification: "approval"}'
	join q4 q zhao
	op q5 approve q wang '{target: "wu"}'
	op q6 approve q wang '{target: "zheng"}'
	op q7 approve q wang '{target: "zhao"}'
	op q8 leave q wang '{target: "zheng"}'
	op q9 approve q wang '{target: "zhao"}'
} | full
echo '-- managers, and the reserve for them'
{
	op 10 appoint g zhao '{target: "sun"}'
	op 11 invite g zhao '{target: "zhou", role: "manager"}'
	op 12 invite g zhao '{target: "wu", role: "manager"}'
	join 13 g wu
	join 14 g zhou
	op 15 leave g li
	join 16 g zhou
	op 17 dismiss g zhao '{target: "sun"}'
	op 18 leave g sun
	join 19 g zhou '{time: "2026-11-24T08:10:00+08:00"}'
} | full
echo '-- capacity, until it ends'
{
	create k k qian '{capacity: 4, capacity_until: "2026-11-24T08:30:00+08:00"}'
	join 21 k zhao
	join 22 k zhou
	join 23 k sun
	join 24 k li
	op 25 leave k sun
	join 26 k sun '{time: "2026-11-24T08:29:59+08:00"}'
	op 27 leave k sun '{time: "2026-11-24T08:29:59+08:00"}'
	join 28 k sun '{time: "2026-11-24T08:30:00+08:00"}'
	op 29 resize k qian '{capacity: 5, time: "2026-11-24T08:31:00+08:00"}'
	join 30 k li '{time: "2026-11-24T08:32:00+08:00"}'
} | full
echo '-- groups of a person: two users are one, days, large ones, a category of its own'
BEIAN_STORE=other
stock
{
	create 41 a zhao '{time: "2026-11-21"}'
	create 42 b zhao2 '{time: "2026-11-21T23:59:59+08:00"}'
	create 43 c zhao '{time: "2026-11-21T23:59:59+08:00"}'
	create 44 c zhao2 '{time: "2026-11-22"}'
	create 45 d zhao '{time: "2026-11-22"}'
	op 46 dissolve a zhao '{time: "2026-11-22"}'
	create 47 d zhao '{time: "2026-11-21"}'
	create 48 e zhao '{time: "2026-11-21"}'
	create 49 f li '{tier: "L"}'
	create 50 g li '{tier: "L"}'
	create 51 g li '{tier: "L", category: "fans"}'
	create 52 g li '{category: "fans"}'
	op 53 resize g li '{tier: "L"}'
	join 54 f zheng
	op 55 transfer f li '{target: "zheng"}'
	op 56 resize g li '{tier: "L"}'
	join 57 b zhao
	op 58 transfer b zhao2 '{target: "zhao"}'
} | full
echo '-- seats of a person, of a day'
{
	join 61 f guest
	join 62 g guest
	join 63 f wang
	join 64 g wang
	join 65 c wang
	join 66 b wang
	op 67 leave f wang
	join 68 b wang
} | full
NOW=2026-11-26T09:00:00+08:00
{
	join 69 b wang '{time: "2026-11-25T00:00:00+08:00"}'
	join 70 d wang '{time: "2026-11-25T00:00:00+08:00"}'
	join 71 f wang '{time: "2026-11-25T00:00:00+08:00"}'
	op 72 leave b wang '{time: "2026-11-25T00:00:00+08:00"}'
	join 73 f wang '{time: "2026-11-24T23:59:59+08:00"}'
	join 74 b wang '{time: "2026-11-25T00:00:01+08:00"}'
} | full
say gc recount -q -p p
