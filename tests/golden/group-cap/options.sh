# The options of the filter, here as everywhere; counters; a clock that jumped.
. "$CASES/common"

stock
create c g zhao | gc apply -q >out
{ join 1 g qian; join 2 g sun; echo nothing; op 3 scold g li; join 4 g li '{verification: null}'; } >in
echo '-- where, exit-zero, quiet, rejects, summary, jobs'
say gc apply --where '.id != "2"' --rejects rejects -j 1 in | jq -cR 'fromjson? // .'
cat rejects
gc apply -q --exit-zero --summary sum in >out
echo "= $?"
jq -c '[.verb, .read, .out, .refused, .changed, .pass, .review, .reject, [.findings[].code]]' sum
say gc apply -v in | tail -n 8
echo '-- a queue'
{ join 5 g wu '{at: 7}'; join 6 g wang '{at: 8}'; } >queue
gc apply --source q --pos at queue | jq -c .id
gc apply --source q --pos at queue | jq -c .id
beian-store pos q
echo '-- counters, of which none is wrong'
say gc recount
say gc recount --mend -n
say gc recount --mend
say gc recount -q
beian-store check | jq -c .journal
echo '-- a clock that jumped: without --now a verb that changes something stops'
beian-store init -s old >out
create c g zhao '{time: "2020-11-24"}' | group-cap apply -s old --now 2020-12-01 -q >out
echo '{"group":"h","category":"work"}' >row
say group-cap apply -s old queue
say group-cap import -s old row
say group-cap grade -s old
say group-cap list -s old
