# Complaints received: numbers, what is given twice, attachments, CSV.
. "$CASES/common"

stock
{ c 1; c 2 '{account: null, group: "g", kind: "obscene"}'; c 3 '{account: null, user: "u", kind: "vulgar"}'; } >in
echo '-- they get numbers'
com receive in | short
echo '-- given again they get the same answer'
com receive in >again
com receive in | cmp - again && short <again
echo '-- what came out goes in as the same'
com receive <again | short
echo '-- with another content'
c 2 | com receive | short
echo '-- with another complainant it is the same: that is in no digest'
c 1 '{complainant: "李四"}' | com receive | short
echo '-- those that were rejected got no number, and the next follows'
{ c 4 '{account: null}'; c 5; } | com receive | short
echo '-- a dry run'
c 6 | com receive -n | jq -c '[.number, .would]'
c 6 | com receive | jq -c '[.number, .would]'
echo '-- attachments: their digests'
mkdir dir dir/sub
printf a >dir/a.png
printf bb >dir/sub/b.png
ln -s a.png dir/link
c 7 '{attachments: ["a.png", "sub/b.png"]}' >seven
com receive --attachments dir <seven | short
com show 7 | jq -c .attachments
rm dir/a.png
com receive --attachments dir <seven | short
for f in link ../in /etc/passwd sub nothing; do
	c 8 "{attachments: [\"$f\"]}" | com receive --attachments dir | short
done
c 8 '{attachments: ["sub/b.png"]}' | com receive | short
say com receive --attachments nowhere </dev/null
echo '-- CSV'
printf 'id,account,kind,content,complainant,channel,time\n9,b,诈骗类,收钱不发货,王五,web,2026-11-23 10:00\n' |
    com receive | short
echo '-- nothing of who complains stands in the store, nor in what is listed'
com list >listed
com show 1 5 7 9 >shown
grep -c -e 王小明 -e 13900139000 -e 不发货 listed shown
beian-store check | jq -c '[.damaged, .chain]'
echo '-- in Chinese'
printf '编号,账号,投诉类别,内容,投诉人,投诉渠道,时间\n10,b,诈骗类,又收钱不发货,王五,电话,2026-11-23 11:00\n' |
    com receive --map 编号=id,投诉类别=kind,内容=content,时间=time | short
com show 10 | jq -c '[.kind, .channel]'
echo '-- whatever else it has'
c 11 '{id_number: "330102199003071230", operator_id_number: "330102199003071230", mobile: "13800138000",
    email: "a@b.cn", number: 7, stage: "x", due: "x", due_unsure: true, duplicate_of: 7, malice: {}, reporter: "x",
    effects: [], verdict: "pass", findings: [], would: "x", subject: "x", complainant: "x", complainant_contact: "x"}' >in
com receive -n in | jq -c 'del(.reporter)'
c 11 '{complainant: "x", complainant_contact: "x"}' | com receive | short
com receive in | short
