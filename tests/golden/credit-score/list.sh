# All scores, and counts of them and of events.
. "$CASES/common"

stock
echo '-- none'
say cs list
say cs list --count level
{
	e 1 rumour
	e 2 clickbait '{account: "b"}'
	e 3 unlawful-content '{account: "c"}'
	e 4 flooding '{account: null, user: "u"}'
	e 5 unmanaged '{account: null, group: "g1"}'
	e 6 fraud '{account: null, group: "g2"}'
} | cs apply -q >/dev/null
cs appeal --event 1 --by chen --reason r --basis b >/dev/null
echo '-- all'
cs list | owners
echo '-- counts'
say cs list --count level
say cs list --count kind
say cs list --count class
say cs list --count week
echo '-- some'
cs list --where '.level == "B" or .credit < 70' | owners
say cs list --where '.credit < 90' --count level
say cs list --where '.('
say cs list --where '.level + 1' | uniq
say cs list --where true --count kind
echo '-- of another day'
cs list --as-of 2027-06-01 | owners
