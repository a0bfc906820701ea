# The options of the filter, here as everywhere.
. "$CASES/common"

beian-store init
{ log 1 2026-11-23; log 2 '' '{time: null}'; echo nothing; log 3 2026-11-22; } >in
echo '-- a dry run keeps nothing'
say rp store log -n in
files 2>/dev/null || echo 'no segments'
echo '-- where, exit-zero, quiet, rejects, summary, jobs'
say rp store log --where '.id != "2"' --rejects rejects -j 1 in
cat rejects
rp store log -q --exit-zero --summary sum in >out
echo "= $?"
jq -c '[.verb, .read, .out, .refused, .changed, .pass, .review, .reject, [.findings[].code]]' sum
say rp store log -v in | tail -n 3
say rp store log -q in
texts
echo '-- nobody listens: nothing goes out'
rp store log in >/dev/null 2>&1
echo "= $?"
echo '-- a queue: each line once'
{ log 11 2026-11-23 '{at: 7}'; log 12 2026-11-23 '{at: 8}'; } >queue
rp store log --source q --pos at queue | jq -c .id
rp store log --source q --pos at queue | jq -c .id
{ log 13 2026-11-23 '{at: 9}'; log 14 2026-11-23; } >>queue
say rp store log --source q --pos at queue | jq -cR 'fromjson? // .'
beian-store pos q
echo '-- a file that grows: its new lines'
log 21 2026-11-23 >f
rp store log --source f f | jq -c .id
log 22 2026-11-23 >>f
rp store log --source f f | jq -c .id
beian-store pos f
echo '-- a segment has lines of one source'
files
texts | grep -E '^log|"id":"[12][1-4]"' | cut -c 1-40
echo '-- too long a name of a source'
say rp store log --source "$(printf '%0257d' 0)" in
say rp store log --pos at in
