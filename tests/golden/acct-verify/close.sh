# Ends accounts: late, unknown, twice, not before they were asked to.
. "$CASES/common"

beian-store init
{
	account a
	account b '{id_number: "330102198501012044"}'
	account c '{id_number: "440103198804120028"}'
} | verify register -q >out
cat >in <<'END'
{"account":"a","time":"2026-11-20T10:00:00+08:00","close_requested_at":"2026-11-02","reason":"使用者申请注销"}
{"account":"b","time":"2026-11-20","close_requested_at":"2026-09-01"}
{"account":"nobody","time":"2026-11-20"}
{"account":"c"}
{"account":"c","time":"soon"}
{"account":"c","time":"2026-11-24T09:00:01+08:00"}
{"account":"c","time":"2026-11-20","close_requested_at":"2026-11-21"}
{"user":"u","time":"2026-11-20"}
{"account":"c","time":"2026-11-20","close_requested_at":"some day"}
END
say verify close -v in
echo '-- again: the same answer; another time: refused'
verify close -v in >two
echo '{"account":"a","time":"2026-11-21"}' | verify close
echo '-- what is registered now'
verify list | jq -c '[.account, .state, .closed_at, .erase_after]'
echo '-- does not come back'
account a '{name: "再来"}' | try verify register
account a | try verify register
echo '-- from CSV'
account d '{id_number: "510104197501200039"}' | try verify register
printf '账号,时间,申请注销时间,原因\nd,2026年11月23日,2026-11-20,停止运营\n' | verify close
say verify show a | head -n 1 | jq -c .events
