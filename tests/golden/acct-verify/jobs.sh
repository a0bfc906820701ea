# Threads change nothing: the same bytes, in the order of the input.
. "$CASES/common"

verify --no-store -p "$EXAMPLES/policy.json" -j 1 -v "$EXAMPLES/accounts.csv" >one
for i in 1 2 3 4 5 6 7 8; do
	cat "$EXAMPLES/users.jsonl"
done >more
verify --no-store -j 1 "$EXAMPLES/accounts.csv" more "$EXAMPLES/users.jsonl" >one
for j in 2 3 8; do
	verify --no-store -j $j "$EXAMPLES/accounts.csv" more "$EXAMPLES/users.jsonl" | cmp - one && echo $j
done
jq -r '.account // .user' one | sed -n '1p;2000,2001p;$p'
cut -c 1-12 one | sort | uniq -c | sort -rn | head -n 1 | sed 's/^ *//'
