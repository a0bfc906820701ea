# All accounts that a subject has or had: closed ones, and one that it handed over.
. "$CASES/common"

beian-store init
{ account a1; account a2 '{id_number: "330102198501012044"}'; } | verify register -q >out
# subject ACCOUNT: its key.
subject() {
	verify show "$1" | jq -r '.subject // empty' | head -n 1
}
one=$(subject a1)
two=$(subject a2)
account a2 '{id_number: "440103198804120028", time: "2026-11-20T14:00:00+08:00", reason: "账号转让"}' |
    try verify transfer
echo '{"account":"a1","time":"2026-11-21","close_requested_at":"2026-11-02","reason":"本人申请"}' |
    verify close | jq -c '[.account, .verdict]'
for a in a1 a2 b1; do
	log "$a" 2026-11-19T08:00:00+08:00 "{account: \"$a\"}"
done >in
rp store log -q in >out
log s 2026-11-18 "{account: null, subject: \"$one\"}" >in
rp store log -q in >out
# ids SUBJECT: lines of it.
ids() {
	rp fetch --case 1 --subject "$1" | jq -r .id | paste -sd ' '
}
echo '-- its account is closed; lines with its key'
ids "$one"
echo '-- it handed its account over'
ids "$two"
echo '-- to this one'
ids "$(subject a2)"
