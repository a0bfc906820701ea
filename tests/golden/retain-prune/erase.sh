# Personal data of closed accounts goes six months after the closing, with proof; the store is
# written anew without its old pages.
. "$CASES/common"

beian-store init
{
	account a
	account b '{id_number: "330102198501012044", mobile: "13800138001"}'
	account c '{id_number: "440103198804120028", mobile: "13800138002"}'
} >acc
verify register -q acc >out
cat >close <<'END'
{"account":"a","time":"2026-11-20T09:00:00+08:00","reason":"申请注销"}
{"account":"b","time":"2026-11-21T09:00:00+08:00","reason":"申请注销"}
END
verify close -q close | jq -c '[.account // .user, .state, .verdict]'
seen() {
	acct-verify show --now "$NOW" "$1" | head -n 1 | jq -c '[.account, .state, .name, .id_number, .subject,
	    .closed_at, .erased_at, .erased]' | keys
}
# shellcheck disable=SC2086  # words
rp hold $BY --case 9 --account b | plain
NOW=2027-05-20T09:00:00+08:00
tell rp --trust-clock
NOW=2027-07-01T09:00:00+08:00
tell rp --trust-clock
tell rp prune --trust-clock -n
tell rp prune --trust-clock
seen a
seen b
tell rp --trust-clock
tell rp prune --trust-clock
echo '-- without its old pages'
tell rp prune --trust-clock --compact
tell rp --trust-clock
beian-store check | jq -c '[.damaged, .chain]'
echo '-- released'
# shellcheck disable=SC2086
rp release $BY --case 9 | plain
tell rp prune --trust-clock --compact
tell rp --trust-clock
