# The options of the filter, here as everywhere.
. "$CASES/common"

stock
{ e 1 rumour; e 2 nonsense; echo nothing; e 3 clickbait; } >in
echo '-- where, exit-zero, quiet, rejects, summary, jobs'
say cs apply --where '.id != "2"' --rejects rejects -j 1 in | jq -cR 'fromjson? // .'
cat rejects
cs apply -q --exit-zero --summary sum in >out
echo "= $?"
jq -c '[.verb, .read, .out, .refused, .changed, .pass, .review, .reject, .findings]' sum
say cs apply -v in | tail -n 3
echo '-- a queue'
{ e 4 vulgar '{at: 7}'; e 5 vulgar '{at: 8}'; } >queue
cs apply --source q --pos at queue | jq -c .id
cs apply --source q --pos at queue | jq -c .id
beian-store pos q
echo '-- GB 18030'
printf 'id,account,kind,time,points\n6,a,降低信用等级,2026-11-24,5\n' |
    iconv -f utf-8 -t gb18030 | cs apply --encoding gb18030 | jq -c '[.kind, .credit, .verdict]'
echo '-- of another day'
e 7 rumour '{time: "2026-11-24T07:00:00+08:00"}' | cs apply -n --as-of 2026-11-24T06:59:59+08:00 | jq -c '[.findings[].code]'
