# A hold on a person: lines of all accounts that it has or had, those handed on and closed too.
. "$CASES/common"

beian-store init
echo '{"account":{"cap":{"person":[{"from":"2017-10-08","limit":5}],"mobile":[{"from":"2017-10-08","limit":5}]}}}' >p
{ account a; account b '{name: "青柠评论"}'; account c '{id_number: "330102198501012044", mobile: "13800138001"}'; } >acc
verify register -q -p p acc >out
subject=$(jq -r 'select(.account == "a") | .subject' out)
account b '{name: "青柠评论", id_number: "330102198501012044", mobile: "13800138001",
    time: "2026-11-23T12:00:00+08:00", reason: "转让"}' | verify transfer -q -p p >moved
echo '{"account":"a","time":"2026-11-22T09:00:00+08:00","reason":"申请注销"}' | verify close -q >closed
{
	log 1 2026-11-20T08:00:00+08:00
	log 2 2026-11-20T09:00:00+08:00 '{account: "b"}'
	log 3 2026-11-20T10:00:00+08:00 '{account: "c"}'
	log 4 2026-11-20T11:00:00+08:00 "{account: null, subject: \"$subject\"}"
	log 5 2026-11-20T12:00:00+08:00 '{account: "d"}'
} >lines
jq -c "[.account, .verdict]" out moved closed
rp store log -q lines >out
# shellcheck disable=SC2086  # words
tell rp hold $BY --case 8 --subject "$subject"
NOW=2027-07-01T09:00:00+08:00
rp prune --trust-clock | jq -c '[.segment // .account, .state, .kept, .by]'
texts | keys
