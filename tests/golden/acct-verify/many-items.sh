# A list of 400,000 items behind an escape is decoded once, not once an item.
. "$CASES/common"

{ printf '{"account":"a","labels":"\\n;'; awk 'BEGIN { for (i = 0; i < 400000; i++) printf "x;" }'; echo '"}'; } >in
verify --no-store in >out
echo "= $?"
jq -c '[.verdict, (.findings | length)]' out
