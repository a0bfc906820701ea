# Who gets a seat, and how it must be verified: what refuses it, and beside it what does not.
. "$CASES/common"

stock
cat >p <<'END'
{"group":{"join":[{"from":0,"mode":"open","qr":true},{"from":2,"mode":"consent","qr":false},
 {"from":4,"mode":"real-name","qr":false},{"from":5,"mode":"approval","qr":false}]}}
END
{
	create c g zhao
	join 1 g qian '{verification: "qr"}'
	join 2 g qian
	join 3 g guest '{verification: "qr"}'
	join 4 g guest '{verification: "none"}'
	join 5 g guest '{verification: null}'
	join 6 g guest '{verification: "consent"}'
	join 7 g sun '{verification: "none"}'
	op 8 invite g qian '{target: "sun"}'
	join 9 g sun '{verification: "qr"}'
	join 10 g sun '{verification: "none"}'
	join 11 g guest2
	join 12 g li '{verification: "consent"}'
	op 13 invite g zhao '{target: "li"}'
	join 14 g li '{verification: "invite"}'
	join 15 g li
	join 16 g zhou
	join 17 g zhou
	op 18 invite g sun '{target: "wu"}'
	join 19 g wu
	op 20 invite g zhao '{target: "zheng"}'
	join 21 g zheng
	join 22 g zhao2 '{verification: "approval"}'
	op 23 approve g zhao '{target: "zhou"}'
	op 24 approve g zhao '{target: "qian"}'
	op 25 approve g zhao '{target: "nobody"}'
	op 26 approve g qian '{target: "wu"}'
	op 27 approve g nobody '{target: "wu"}'
	op 28 approve g '' '{user: null, operator: "wang", target: "wu"}'
} >in
gc apply -p p in | short
gc list --members | jq -c '[.user, .role, .label, .verification]'
echo '-- the mode of the group itself, when it is stricter'
{
	create ca a zhao '{mode: "consent"}'
	join 31 a qian '{verification: "none"}'
	join 32 a qian '{verification: "consent"}'
	create cb b zhao '{mode: "real-name"}'
	join 33 b qian '{verification: "consent"}'
	join 34 b guest
	join 35 b qian
	create cd d zhao '{mode: "approval"}'
	join 36 d qian
	create ce e zhao '{mode: "open"}'
	join 37 e qian '{verification: "qr"}'
	join 38 e sun '{verification: "qr"}'
} | gc apply -p p | short
echo '-- messages'
join 40 g wang '{verification: "qr"}' | gc -p p | jq -c .findings[]
