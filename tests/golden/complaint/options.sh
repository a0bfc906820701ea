# The options of the filter, here as everywhere.
. "$CASES/common"

stock
{ c 1; c 2 '{account: null}'; echo nothing; c 3 '{account: "b"}'; } >in
echo '-- where, exit-zero, quiet, rejects, summary, jobs'
say com receive --where '.id != "2"' --rejects rejects -j 1 in | jq -cR 'fromjson? // . | .findings? // .'
cat rejects
com receive -q --exit-zero --summary sum in >out
echo "= $?"
jq -c '[.verb, .read, .out, .refused, .changed, .pass, .review, .reject, .codes]' sum
say com receive -v in | keys | tail -n 4
echo '-- a queue'
{ c 4 '{at: 7}'; c 5 '{at: 8}'; } >queue
com receive --source q --pos at queue | jq -c .number
com receive --source q --pos at queue | jq -c .number
beian-store pos q
echo '-- GB 18030, and another name of a column'
printf 'id,account,类别,content,channel,time\n6,a,政治类,内容,app,2026-11-23\n' |
    iconv -f utf-8 -t gb18030 | com receive --encoding gb18030 --map 类别=kind | jq -c '[.kind, .due]'
echo '-- of another day'
c 7 | com --as-of 2026-11-23T09:59:59+08:00 | jq -c '[.findings[].code]'
echo '-- deadlines of the site'
echo '{"complaint":{"accept_days":5,"urgent_hours":2,"kinds":[{"kind":"scam","title":"骗局"},{"kind":"riot","urgent":true}]}}' >p
{ c 8; c 9 '{kind: "骗局"}'; c 10 '{kind: "riot"}'; } | com receive -p p | jq -c '[.due, .findings[].code]'
com list -p p --where '.number > 5' | jq -c '[.kind, .due]'
