# A segment that is missing or changed, files of others: said, and nothing else harmed.
. "$CASES/common"

beian-store init
{ log 1 2026-11-20; log 2 2026-11-21; log 3 2026-11-22; log 4 2026-11-23; } | keep log -q >out
cd store/segments/log/2026/11 || exit
rm 20-0001.jsonl.zst
printf x >>21-0001.jsonl.zst
rm 22-0001.jsonl.zst.sha256
echo junk >30-0001.jsonl.zst
echo junk >30-0002.jsonl.zst.new
cd "$OLDPWD" || exit
tell rp --all
NOW=2027-07-01T09:00:00+08:00
tell rp --trust-clock
tell rp prune -n --trust-clock
tell rp prune --trust-clock
files
tell rp prune --trust-clock
