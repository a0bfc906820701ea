# No publish event without its content (PA-16-2a): kept the day before, the same day or the day
# after.
. "$CASES/common"

beian-store init
# pub CONTENT TIME [MEMBERS]: a publish event.
pub() {
	log "p$1" "$2" '{action: "publish", content: "'"$1"'"} + ('"${3:-{\}}"')'
}
{
	pub c1 2026-11-20T08:00:00+08:00
	pub c2 2026-11-20T23:59:00+08:00
	pub c3 2026-11-21T00:00:10+08:00
	pub c4 2026-11-21T08:00:00+08:00
	pub c5 2026-11-21T09:00:00+08:00
	pub c5 2026-11-21T09:00:01+08:00
	pub c6 2026-11-21T10:00:00+08:00 '{account: "b"}'
	pub c7 2026-11-22T10:00:00+08:00
	log 8 2026-11-22T11:00:00+08:00 '{action: "publish", digest: "d8"}'
	log 9 2026-11-22T11:00:01+08:00 '{action: "publish", digest: "d9"}'
	log 10 2026-11-22T12:00:00+08:00 '{action: "edit", content: "c10"}'
	log 11 2026-11-22T12:00:00+08:00 '{action: "publish"}'
	log 12 2026-11-23T12:00:00+08:00
} >in
rp store log -q --source web in >out
{
	content c1 2026-11-20T08:00:00+08:00
	content c2 2026-11-21T00:00:01+08:00
	content c3 2026-11-20T23:59:59+08:00
	content c4 2026-11-23T08:00:00+08:00
	content c6 2026-11-21T10:00:00+08:00
	content c7 someday
	content d8 2026-11-22T11:00:00+08:00 '{content: null, digest: "d8"}'
	content x1 2026-11-21T10:00:00+08:00
	content x2 2026-11-22T10:00:00+08:00
} >in
rp store content -q in >out
# missing ARGUMENT...: the contents that are missing.
missing() {
	rp gaps "$@" >.out 2>.err
	s=$?
	jq -c 'select(.code == "content-missing")' .out
	cat .err
	echo "= $s"
}
missing
echo '-- days and sources'
missing --from 2026-11-22
missing --of app
missing --of web --class log
missing --of web --class content
missing --class network-log
echo '-- for people'
say rp gaps --calendar --from 2026-11-01
echo '-- they come late'
{ content c4 2026-11-21T08:00:00+08:00; content c5 2026-11-21T09:00:00+08:00
    content c6 2026-11-21T10:00:00+08:00 '{account: "b"}'; content d9 2026-11-22T11:00:00+08:00 '{digest: "d9", content: null}'
    content c7 2026-11-22; } >in
rp store content -q in >out
missing
echo '-- more than are named'
seq -f '{"account":"n","action":"publish","content":"n%g","time":"2026-11-23T10:00:00+08:00"}' 1500 >in
rp store log -q in >out
rp gaps | jq -c 'select(.code == "content-missing") | [.account, .contents]' | uniq -c
echo '-- a segment of content that is missing: nothing is said of its days but that'
rm store/segments/content/2026/11/22-*.zst
rp gaps | jq -c 'select(.code) | [.code, .segment]' | sort | uniq -c | sort -rn | head -5
