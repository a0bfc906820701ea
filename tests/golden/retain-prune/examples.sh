# The examples: what is said of a line is found, and nothing else; gaps finds what the README says.
. "$CASES/common"

beian-store init
for f in log.jsonl content.jsonl network-log.csv; do
	rp store "${f%.*}" -q -p "$EXAMPLES/policy.json" "$EXAMPLES/$f" >"$f"
	echo "$f = $?"
done
jq -r '((.note // .["备注"]) | ltrimstr("expect:")) as $e | [(.findings // [])[].code] as $c |
    select(if $e == "" then $c != [] else ($c | index($e)) == null end) |
    "\(.id // .content // .user): \($e) wanted, \($c | join(" ")) found"' log.jsonl content.jsonl network-log.csv
for f in log.jsonl content.jsonl; do
	jq -c 'del(.verdict, .findings)' $f | cmp - "$EXAMPLES/$f"
done
wc -l <network-log.csv
rp gaps -p "$EXAMPLES/policy.json" >gaps
echo "= $?"
jq -c 'select(.code) | [.class, .from, .account, .content, .code]' gaps
jq -c 'select(.code | not) | .class' gaps | sort | uniq -c
