# What was kept of each day, and what is missing.
. "$CASES/common"

beian-store init
say rp gaps
say rp gaps --calendar
for d in 10 11 12 15 16 20 22 23; do
	log $d 2026-11-${d}T08:00:00+08:00
done >in
rp store log -q --source web in >out
for d in 14 15 16 17 18 19 20 21 22; do
	log $d 2026-11-${d}T08:00:00+08:00
	log $d 2026-11-${d}T09:30:00+08:00
done >in
rp store log -q --source app in >out
{ log 24 2026-11-24T08:00:00+08:00; log 1 2025-01-01; log x someday; } >in
rp store log -q in >out
for d in 21 22 23; do
	echo "{\"group\":\"g\",\"user\":\"u\",\"time\":\"2026-11-$d\",\"action\":\"speak\"}"
done >in
rp store network-log -q in >out

# days ARGUMENT...: lines in short, findings whole.
days() {
	rp gaps "$@" >.out 2>.err
	s=$?
	jq -r 'if .code then [.clause, .code, .verdict, .class, .source, .from, .until, .days, .message]
	    else [.class, .source, .day, .lines, .segments, .pruned, .undated] end | map(. // "-") | join(" ")' .out
	cat .err
	echo "= $s"
}
echo '-- six months; from the first day of a source on, up to yesterday'
days
echo '-- whole lines'
rp gaps --class log --of app --from 2026-11-22 | keys
echo '-- the digest is that of the sums'
cat store/segments/log/2026/11/22-*.sha256 >sums
rp gaps --class log --from 2026-11-22 --until 2026-11-22 | jq -r .source
grep "$(rp gaps --class log --of app --from 2026-11-22 --until 2026-11-22 | jq -r .digest)" <<-EOF && echo found
	$(while read -r line; do printf '%s\n' "$line" | sha256sum; done <sums)
EOF
echo '-- some days, some sources'
days --from 2026-11-20 --until 2026-11-24 --class log
days --of web --from 2026-11-12 --until 2026-11-15
days --of nobody
days --class content
echo '-- sources that the policy names'
echo '{"retain":{"classes":{"log":{"sources":["web","mail"],"since":"2026-11-21"}}}}' >p
days -p p --class log --of web
days -p p --class log --of mail
echo '{"retain":{"classes":{"log":{"sources":["mail"]}}}}' >p
days -p p --class log --of mail
echo '-- later: what was merged or pruned counts once'
log 26 2026-11-20T07:00:00+08:00 >in
rp store log -q --source web in >out
days --of web --from 2026-11-20 --until 2026-11-20
NOW=2027-07-01T09:00:00+08:00
# shellcheck disable=SC2086  # words
rp hold $BY --case 7 --account a --from 2026-11-22 --until 2026-11-22T12:00:00+08:00 >out
rp prune --trust-clock --class log | jq -c '[.segment, .state]'
days --of web --from 2026-11-20 --until 2026-11-23
days --of web --from 2027-06-30
days --of app --from 2026-11-20 --until 2026-11-23
say rp gaps --of app --from 2026-11-20 --until 2026-12-02 --calendar
