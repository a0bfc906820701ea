# Exemptions: what they need, and whom they are for.
. "$CASES/common"

beian-store init
company a | verify register -q >out
all='--reason r --basis PA-07-3a --extra 2 --until 2027-01-01 --approval 17'
try() {
	# shellcheck disable=SC2086  # words of a command
	say verify exempt $1 | keys
}
try "$all"
try "$all --account nobody"
try "$all --subject 123"
try "$all --subject 0123456789ABCDEF0123456789ABCDEF"
try "$all --account a --subject 0123456789abcdef0123456789abcdef"
try "$all --account a --extra 0"
try "$all --account a --extra some"
try "$all --account a --until 2026-11-23"
try "$all --account a --from 2027-01-02"
try '--account a --reason r --basis b --extra 2 --until 2027-01-01'
try '--account a --extra 2 --until 2027-01-01 --approval 17'
say acct-verify exempt --account a --extra 2 --until 2027-01-01 --approval 17 --reason r --basis b
try "$all --account a"
try "$all --subject 0123456789abcdef0123456789abcdef --from 2026-12-01"
verify list | keys
beian-store | jq -c '[.tables.exempt.entries, .journal]'
