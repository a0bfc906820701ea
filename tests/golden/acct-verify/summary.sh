# What a run tells of itself: -v, --summary, -q, --exit-zero, --progress.
. "$CASES/common"

beian-store init
{
	account a
	account b '{id_number: "330102199003071231"}'
	account c '{reads: null, subscribers: null}'
	echo 'no record'
	account d '{name: "not wanted"}'
} >in
say verify register --where '.name != "not wanted"' --summary s -v in >out
tail -n 3 out
keys <s | jq -c .
say verify -q --where '.name != "not wanted"' --exit-zero --summary s in | tail -n 1
jq -c '[.verb, .dry_run, .read, .out, .refused, .unselected, .changed]' s
say verify register -n --summary s in | tail -n 1
jq -c '[.verb, .dry_run, .changed]' s
ls -l s | cut -c 1-10
echo '-- progress'
{ cat in; sleep 0.8; cat in; } | verify -q --no-store --progress 2>&1 >/dev/null | tr '\r' '\n' |
    sed "s,\, .*,," | tail -n 1
{ cat in; sleep 0.8; cat in; } | verify -q --no-store 2>&1 >/dev/null
