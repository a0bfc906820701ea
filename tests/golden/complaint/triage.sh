# What is said of complaints without a verb: deadlines, kinds, duplicates, the complainant masked.
. "$CASES/common"

stock
echo '-- whole'
c 1 | com | keys
echo '-- deadlines: working days, and hours of urgent kinds'
{
	c friday '{time: "2026-11-20T23:59:59+08:00"}'
	c saturday '{time: "2026-11-21T00:00:00+08:00"}'
	c urgent '{kind: "terror"}'
	c title '{kind: "诈骗类"}'
	c holiday '{time: "2026-09-30T10:00:00+08:00"}'
	c unknown '{time: "2023-09-28T10:00:00+08:00"}'
	c unknown2 '{time: "2023-09-28T10:00:00+08:00"}'
} >in
com in 2>err | jq -c '[.id, .due, .due_unsure, .findings[].code]'
cat err
echo '-- nothing was kept'
com list
echo '-- duplicates: the same words about the same target'
{ c 1 '{content: "卖家收钱不发货，骗了我三千元，客服不理"}'; c 2 '{content: "别的事情，和那个没有关系的一件事"}'; } | com receive -q >out
{
	c 3 '{content: "卖家收钱不发货,骗了我三千元,客服不理!!"}'
	c 4 '{content: "卖家收钱不发货，骗了我三千元，客服不理", account: "b"}'
	c 5 '{content: "卖家收钱不发货，骗了我三千元，客服不理", kind: "other"}'
} | com | short
echo '-- who complains is masked, the same person has the same key'
{
	c m1 '{complainant: "欧阳锋"}'
	c p2 '{complainant: " 欧阳锋 ", complainant_contact: "ouyang@example.com"}'
	c p3 '{complainant: null, complainant_contact: "+86 138-0013-8000"}'
	c p4 '{complainant: "13800138000", complainant_contact: "QQ 12345"}'
	c p5 '{complainant: null, complainant_contact: "Wang@Example.com"}'
	c p6 '{complainant: null, complainant_contact: "wang@example.com"}'
	c p7 '{complainant: null, complainant_contact: null}'
	c p8 '{complainant: "欧**", complainant_contact: "138****8000"}'
} >in
com in | jq -c '[.id, .complainant, .complainant_contact, .reporter != null]'
com in | jq -sc 'map(.reporter) | [.[0] == .[1], .[2] == .[3], .[4] == .[5], .[0] == .[2]]'
echo '-- masked again it is the same'
com in | com | jq -c '[.id, .complainant, .complainant_contact, .reporter]'
