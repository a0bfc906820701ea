# The options of the filter, here as everywhere.
. "$CASES/common"

stock
{ m 1 a warn; m 2 a scold; echo nothing; m 3 b warn; } >in
echo '-- where, exit-zero, quiet, rejects, summary, jobs'
say enf apply --where '.id != "2"' --rejects rejects -j 1 in | jq -cR 'fromjson? // .'
cat rejects
enf apply -q --exit-zero --summary sum in >out
echo "= $?"
jq -c '[.verb, .read, .out, .refused, .changed, .pass, .review, .reject, .codes]' sum
say enf apply -v in | tail -n 5
echo '-- a queue'
{ m 4 a warn '{at: 7}'; m 5 a warn '{at: 8}'; } >queue
enf apply --source q --pos at queue | jq -c .id
enf apply --source q --pos at queue | jq -c .id
beian-store pos q
echo '-- GB 18030'
printf 'id,account,kind,time,ground,clause,operator\n6,a,警示整改,2026-11-24,法律,第十三条,王\n' |
    iconv -f utf-8 -t gb18030 | enf apply --encoding gb18030 | jq -c '[.kind, .clause, .verdict]'
echo '-- of another day'
m 7 a warn | enf --as-of 2026-11-24T07:59:59+08:00 | jq -c '[.findings[].code]'
