# The options of the filter, here as everywhere.
. "$CASES/common"

stock
{ paper staff 1; paper statute 1; echo nothing; paper support 1; } >in
say audit document --where '.kind != "statute"' --rejects rejects -j 1 in | jq -cR 'fromjson? // .'
cat rejects
audit document -q --exit-zero --summary sum in >out
echo "= $?"
jq -c '[.verb, .read, .refused, .changed, .pass, .review, .reject, .codes]' sum
say audit document -n -v in | tail -n 3
echo '-- a queue'
{ paper convention 1 '{at: 7}'; paper agreement 1 '{at: 8}'; } >queue
audit document --source q --pos at queue | jq -c .kind
audit document --source q --pos at queue | jq -c .kind
beian-store pos q
echo '-- GB 18030, headings of its own'
printf 'kind,title,版本号,from,digest,mark\nblacklist-rules,黑名单管理制度,1,2026-01-01,%064d,x\n' 0 |
    iconv -f utf-8 -t gb18030 |
    audit document --encoding gb18030 --map mark=note | jq -c '[.kind, .title, .note, .verdict]'
echo '-- who registered'
paper support 9 | audit document --by li -q >out
audit journal --verb document | jq -c '[.n, .by]' | tail -n 1
