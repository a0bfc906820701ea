# A policy that is wrong is told before anything is read.
. "$CASES/common"

policy() {
	printf '%s' "$1" >p.json
	say verify --no-store -p p.json --rejects r "$EXAMPLES/accounts.csv"
}
policy '{"acount":{}}'
policy '{"account":{"cap":{"person":5}}}'
policy '{"account":{"cap":{"persons":[]}}}'
policy '{"account":{"cap":{"person":[]}}}'
policy '{"account":{"cap":{"person":[{"from":"2018-13-01","limit":1}]}}}'
policy '{"account":{"cap":{"person":[{"from":"2018-11-16"}]}}}'
policy '{"account":{"cap":{"person":[{"from":"2019-01-01","limit":1},{"from":"2018-01-01","limit":2}]}}}'
policy '{"account":{"cap":{"person":[{"from":"2018-01-01","limit":-1}]}}}'
policy '{"account":{"identity":{"required":"yes"}}}'
policy '{"account":{"identity":null}}'
policy '{"account":{"close":{"erase_months":5}}}'
policy '{"account":{"class":{"news":["finance","technology"]}}}'
policy '{"account":{"class":{"rules":[{"class":"law"}]}}}'
policy '{"account":{"class":{"rules":[{"class":"law","when":".["}]}}}'
policy '{"account":{"grade":{"steps":[{"subscribers":1}]}}}'
policy '{"account":{"data":{"required":["likes"]}}}'
policy '{"account":{"name":{"exempt":["club"]}}}'
policy '{"platform":{"code":"Our Platform"}}'
policy '{"platform":{"source":7}}'
policy '{"norms":{"on":["PA-2020"]}}'
policy '{"version":2}'
policy '{"version":1.5}'
policy '{
"account": {
	"cap": oops
}}'
policy '[]'
policy ''
say verify --no-store -p none.json "$EXAMPLES/accounts.csv"
say verify --no-store -p . "$EXAMPLES/accounts.csv"
[ ! -e r ] && echo 'nothing was read'
