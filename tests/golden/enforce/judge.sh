# Without a verb: what the ladders say of proposals; nothing changes.
. "$CASES/common"

stock
{
	m 1 a warn
	m 2 a 警示整改 '{ground: "用户协议"}'
	m 3 a suspend '{until: "2026-12-01"}'
	m 4 a limit '{from: "2026-11-25", until: "2026-12-01"}'
	m 5 a close '{operator: null, automated: true}'
	m 6 null suspend-manager '{account: null, user: "u", until: "2026-12-01"}'
	m 7 null 关闭群组 '{account: null, group: "g", ground: "公约"}'
	m 8 b lower-credit '{points: 10}'
} >in
enf in | short
echo '-- nothing has changed'
say enf list
echo '-- the ladder of 2021'
echo '{"measure":{"ladder":"2021"}}' >p
{ m 1 a mute '{until: "2026-11-30"}'; m 2 a close; m 3 a blacklist '{until: "2027-11-24"}'; } |
    enf -p p | short
