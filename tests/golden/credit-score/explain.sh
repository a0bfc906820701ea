# Explains a score: each event, its rule, what it changed, and what the next level needs.
. "$CASES/common"

stock
{
	e 1 rumour '{time: "2026-11-01"}'
	e 2 clickbait '{time: "2026-11-20T10:00:00+08:00"}'
	e 3 lower-credit '{account: "b", points: 30}'
	e 4 clickbait '{account: "c"}'
	e 5 account-trading '{account: null, user: "u", kind: "fraud"}'
	e 6 unmanaged '{account: null, group: "g"}'
} | cs apply | short
for who in '--account a' '--account b' '--account c' '--user u' '--group g' '--group new'; do
	echo "-- $who"
	# shellcheck disable=SC2086  # two words
	say cs explain $who
done
echo '-- by the key of a subject'
for who in b u; do
	key=$(jq -r --arg w $who 'select((.account // .user) == $w) | .subject' .stock)
	say cs explain --subject "$key" | keys
done
say cs explain --subject 0123456789abcdef0123456789abcdef
echo '-- of another day'
say cs explain --account a --as-of 2026-11-05
say cs explain --account b --as-of 2027-01-01
echo '-- unknown, none asked for'
say cs explain --account z
say cs explain --user z --group g
say cs explain
say cs explain a
