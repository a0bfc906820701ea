# What is wrong with a command: said, and nothing done.
. "$CASES/common"

say audit
stock
say audit x
say audit list x
say audit journal x
say norm-audit policy x
say audit --clause PA-99
say audit --clause PA-1
say audit --clause ''
say audit --state fine
say audit --as-of soon
say audit document --no-store </dev/null
say audit document --reveal </dev/null
say audit document --dir nowhere </dev/null
say audit --html .
ln -s /etc/passwd link
say audit --html link
say audit --html page.html --clause PA-01 | wc -l
head -c 15 page.html
echo
ls -l page.html | cut -c1-10
mkdir share
cp "$BEIAN_SHARE"/* share 2>/dev/null
cp -R "$BEIAN_SHARE/policy" share
for broken in 's/accounts-agreed/accounts-fine/' 's/agreement-missing/agreement-lost/' \
    's/platform-rules;/statute;/' 's/,checked,/,known,/'; do
	sed "$broken" "$BEIAN_SHARE/obligations.csv" >share/obligations.csv
	BEIAN_SHARE=$PWD/share say audit
done
