# What is registered.
. "$CASES/common"

beian-store init
{
	company b '{labels: ["technology", "life"], subscribers: 60000, interactive: false, platform: 7}'
	account a '{note: "\"quoted\" \\ 青"}'
	company x '{subject_kind: "other"}'
} | verify register -q >out
say verify list | keys
verify list --where '.subscribers > 1000' | jq -r .account
say verify list --where '.['
say verify list --users
say verify list --now 2027-01-01 --as-of 2027-01-01 -q | wc -l | tr -d ' '
