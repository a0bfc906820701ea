# A site takes a rule of the default away with null; what must be there cannot go.
. "$CASES/common"

account a '{category: "health", labels: ["health"]}' >in
echo '{"account":{"class":{"licenses":{"health":null}}}}' >none.json
echo '{"account":{"class":{"categories":null}}}' >bad.json
try verify --no-store in
try verify --no-store -p none.json in
try verify --no-store -p bad.json in
