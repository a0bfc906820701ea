# Takes measures: with all that they bring, once.
. "$CASES/common"

stock
{
	m 1 a warn '{cause: "complaint:77"}'
	m 2 a suspend '{until: "2026-12-01", cause: "event:5"}'
	m 3 a ban-registration '{until: "2027-12-01"}'
	m 4 b lower-credit '{points: 30, ground: "agreement"}'
	m 5 b remove '{content: "c1", discovered_at: "2026-11-24T07:50:00+08:00", spread_stopped: true}'
	m 6 b moderate '{discovered_at: "2026-11-24T07:59:00+08:00"}'
	m 7 null monitor '{account: null, ground: null, clause: null}'
	m 8 null close-group '{account: null, group: "g"}'
	m 9 null lower-credit '{account: null, user: "u", points: 5}'
	m 10 null limit-functions '{account: null, user: "u", until: "2027-11-24"}'
} >in
echo '-- a dry run'
enf apply -n in | jq -c '[.id, .would, .effects, .report]'
say enf list
echo '-- taken'
enf apply in >one
short <one
echo '-- again'
enf apply in | cmp - one && echo 'the same'
echo '-- an id with another content'
m 1 a warn '{clause: "PA-13-2"}' | try enf apply
m 2 a warn | jq -c '. + {time: "2026-11-24T08:00:01+08:00"}' | try enf apply
echo '-- behind it'
verify -q .stock 2>/dev/null | jq -c '[.account // .user, [.findings[] | .code]]'
printf '{"%s":"%s","rights":["publish","manage"]}\n' account a account b user u group g >who
credit-score --now $NOW who | jq -c '[.account // .user // .group, .credit, .services, [.findings[].code]]'
blacklist --now $NOW who | jq -c '[.account // .user // .group, [.listed[]? | [.kind, .n]]]'
echo '-- the same measures through credit-score count once'
enf apply in | credit-score apply --now $NOW | jq -c 'select(.credit) | [.id, .credit, .level]'
echo '-- as a table'
printf '编号,账号,处置,时间,依据,条款,操作人\n11,a,警示整改,2026-11-24 08:30,法律,PA-13,wang\n' |
    say enf apply --map 编号=id,账号=account,处置=kind,时间=time,依据=ground,条款=clause,操作人=operator
