# Complaints of a period as they stood at its end: what was asked for and why; who complained is
# masked; what comes later changes nothing of it.
. "$CASES/common"
. "$CASES/kinds"
stock
# c ID DAY [MEMBERS], t ID COMPLAINT DAY [MEMBERS]: received, a step; of that day of November, noted at once
c() {
	jq -cn --arg id "$1" --arg d "$2" '{id: $id, account: "a", kind: "fraud", channel: "app",
	    content: ("卖家收钱不发货 " + $id), complainant: "王小明<b>", complainant_contact: "13900139000",
	    time: "2026-11-\($d)T10:00:00+08:00"} + ('"${3:-{\}}"') | with_entries(select(.value != null))' |
	    complaint receive -q --now "2026-11-$2T10:00:00+08:00" >out
}
t() {
	v=$1
	shift
	jq -cn --arg id "$v-$1" --arg c "$1" --arg d "$2" '{id: $id, complaint: $c, by: "li",
	    time: "2026-11-\($d)T15:00:00+08:00"} + ('"${3:-{\}}"')' |
	    complaint "$v" -q --now "2026-11-$2T15:00:00+08:00" >out || cat out
}
extract() {
	filing make -d d --kind complaints --from 2026-11-02 --until 2026-11-20 --case 检〔2026〕7 \
	    --reason 监督检查 "$@"
}
c p0 01
c p1 02
c p2 03 '{account: null, user: "u", kind: "political", complainant: null, complainant_contact: null}'
c p3 04 '{account: null, group: "g", channel: "12377", complainant: "=1+1"}'
c p4 05
c p5 19 '{kind: "other", content: "名字冒充本人"}'
c p6 20
t accept p1 03 '{decision: "accepted"}'
t decide p1 05 '{decision: "upheld", reason: "属实", measure: "m1"}'
t feedback p1 06 '{channel: "app", content: "已处置"}'
t appeal p1 09 '{role: "accused", reason: "不服"}'
t accept p2 05 '{decision: "refused", reason: "不属于"}'
t accept p3 05 '{decision: "accepted"}'
t decide p3 10 '{decision: "rejected", reason: "无中生有", malicious: true}'
echo '-- what it takes'
for o in '--from 2026-11-02 --until 2026-11-20 --reason x' '--from 2026-11-02 --case 7 --reason x' \
    '--from 2026-11-20 --until 2026-11-02 --case 7 --reason x' '--from 2026-11-02 --until 2026-11-20 --case 7'; do
	# shellcheck disable=SC2086  # several options
	say filing make -d d --kind complaints $o
done
ls d
echo '-- the extract'
extract | jq -c '[.filing, .clauses, .scope, .rows, .state, .from, .until, .case]'
rows d/*_complaints_*_1.zip complaints | jq -c '[.number, .kind, .target_kind, .target, .channel, .complainant]'
rows d/*_complaints_*_1.zip complaints | jq -c '[.number, (.received_at, .accepted_at, .decided_at | .[:10]), .decision,
    (.fed_back_at, .appealed_at | .[:10]), .outcome, .measure, .malicious, .duplicate_of, .due, .overdue]'
unzip -p d/*_1.zip '*/data/complaints.csv' | tr -d '\r' | cut -d, -f 2-8,11,16- | tail -n +2
norm-audit journal --now 2027-01-01 --verb make | tail -n 1 | jq -c '.what | del(.sha256)'
echo '-- what comes later changes nothing of it'
t appeal p1 21 '{id: "outcome-p1", outcome: "upheld", reason: "弄错了"}'
t accept p4 21 '{decision: "accepted"}'
t decide p4 22 '{decision: "partial", reason: "部分属实"}'
t feedback p2 23 '{channel: "app", content: "不受理"}'
c p7 24
extract --now 2026-12-24T09:00:00+08:00 | jq -c '[.filing, .rows]'
for n in complaints.csv complaints.jsonl; do
	unzip -p d/*_20261124_1.zip "*/data/$n" >1
	unzip -p d/*_20261224_1.zip "*/data/$n" >2
	cmp 1 2 && echo "$n: the same"
done
echo '-- the whole month, as it stands then'
filing make -d d --kind complaints --from 2026-11-01 --until 2026-12-01 --case 8 --reason x \
    --now 2026-12-24T09:00:00+08:00 | jq -c '[.filing, .rows]'
rows d/*_20261224_2.zip complaints | jq -c '[.number, .decision, .outcome, .malicious, .overdue]'
echo '-- by name, with its ground'
jq '.filing.complaints.columns = [{member: "number", title: "受理编号"},
    {member: "complainant", title: "举报人", reveal: true, basis: "网络安全法第四十九条"}]' p.json >q.json
say filing-export make -p q.json -d d --kind complaints --from 2026-11-02 --until 2026-11-20 --case 7 --reason x --by chen |
    jq -Rc 'fromjson? // . | if type == "object" then .rows else . end'
filing-export make -p q.json -d d --kind complaints --from 2026-11-02 --until 2026-11-20 --case 7 --reason x --by chen \
    --basis 网络安全法第四十九条 --now 2026-12-25T09:00:00+08:00 | jq -c .rows
rows d/*_20261225_1.zip complaints
norm-audit journal --now 2027-01-01 --verb make | tail -n 1 | jq -c '.what | [.kind, .case, .reason, .basis, .revealed]'
unzip -p d/*_20261225_1.zip '*/data/complaints.csv' | tail -n +2 | tr -d '\r'
filing-export verify d/*.zip | jq -r .verdict | uniq -c
