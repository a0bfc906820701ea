#!/bin/sh
# The page of norm-audit --html: what it says is what the rows and the lists say; nobody's name
# is markup; it asks nobody for anything; chromium has nothing to say of it.
. tests/lib.sh

now=2026-11-24T09:00:00+08:00
BEIAN_STORE=$TMPDIR/store
export BEIAN_STORE
"$BIN/tests/gen" -b -f jsonl -e 0 -n 300 >"$TMPDIR/in"
cd "$TMPDIR" || exit 1
new_store store
acct-verify register -q --now $now in >/dev/null
is 'accounts' "$(acct-verify list | wc -l)" 300
printf '%s\n' '{"id":"e1","kind":"rumour","account":"x","time":"2026-11-01T08:00:00+08:00"}' |
    sed "s/\"x\"/$(acct-verify list | jq '.account' | head -n 1)/" |
    credit-score apply -q --now $now >/dev/null
"$BIN/tests/logs" -n 400 -d 40 -f 2026-10-10 -a 0 | grep -v '"time":"2026-10-2[01]' |
    retain-prune store log -q --now $now >/dev/null 2>&1
cat >policy.json <<'EOF'
{"version":1,"platform":{"name":"</h1><script>alert(1)</script> \"a\" & 'b'"}}
EOF
norm-audit -p policy.json --now $now --html page.html >rows
ok 'the page is there, whatever the rows say' test -s page.html
is 'its mode' "$(stat -c %a page.html)" 600
norm-audit -p policy.json --now $now --html again.html >rows.again
same 'the same page again' again.html page.html
same 'and the same rows' rows.again rows
norm-audit -p policy.json --now $now >plain
same 'the rows are those without a page' rows plain
norm-audit -p policy.json --now $now --clause PA-05 --html again.html >/dev/null
same 'a choice of rows does not narrow the page' again.html page.html

# ---- nothing is loaded, nothing runs

# What is of this kind, outside what is shown as text.
tr '<' '\n' <page.html >tags
grep -nE '^(script|link|img|iframe|object|embed|base|form|input|image|use|style [^>]*src)' tags >found
none 'no element that loads or runs something' found
grep -noE '(https?:|[a-z]+:)?//[^ ]*' page.html >found
none 'no address' found
grep -noE ' on[a-z]+="|url\([^#]|@import|javascript:' tags >found
none 'no handler, no url' found
is 'what may be loaded: nothing' "$(grep -c "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"" page.html)" 1
is 'a hostile name is text' "$(grep -o '<h1><bdi>.*</h1>' page.html)" \
    '<h1><bdi>&#60;/h1&#62;&#60;script&#62;alert(1)&#60;/script&#62; &#34;a&#34; &#38; &#39;b&#39;</bdi></h1>'

# ---- each figure has a name, a command, and numbers

is 'figures and commands' "$(grep -c '^<figure' page.html)" \
    "$(grep -c '<figcaption><code class="cmd">' page.html)"
is 'pictures, titles, descriptions' "$(grep -c 'role="img"' page.html)" \
    "$(grep -c 'role="img".*<title id=.*<desc id=' page.html)"
is 'each id stands once' "$(grep -o ' id="[^"]*"' page.html | sort | uniq -d)" ''

# numbers TITLE: label and first number of the table below a figure.
numbers() {
	awk -v title="<h3>$1</h3>" 'index($0, title) { on = 1 } on' page.html | awk '
	/^<\/figure>|<\/figcaption>/ { exit }
	/<th scope="row">/ {
		gsub(/<\/?bdi>/, "")
		sub(/^<tr><th scope="row">/, "")
		sub(/<\/th><td>/, "\t")
		sub(/<\/td>.*/, "")
		print
	}'
}
# command TITLE: what is below the figure, as the shell takes it.
command_of() {
	awk -v title="<h3>$1</h3>" 'index($0, title) { on = 1 } on && /<figcaption>/ {
		sub(/.*<code class="cmd">/, "")
		sub(/<\/code>.*/, "")
		gsub(/&#34;/, "\"")
		gsub(/&#39;/, "'\''")
		gsub(/&#38;/, "\\&")
		print
		exit
	}' page.html
}
for c in class grade; do
	numbers "Accounts by $c" | awk -F '\t' '{ print $2, $1 }' | sort >got
	eval "$(command_of "Accounts by $c")" | awk '{ print $1, $2 }' |
	    sed 's/null$/(none)/' | sort >wanted
	same "accounts by $c: what the command counts" got wanted
done
numbers 'Accounts by province' | sed 's/ [^	]*	/ /' | awk '{ print $2, $1 }' | sort >got
eval "$(command_of 'Accounts by province')" | sed 's/null$/not/; s/0000$//' |
    awk '{ print $1, $2 }' | sort >wanted
same 'accounts by province' got wanted
numbers 'Credit of accounts' | awk -F '\t' '{ n += $2 } END { print n }' >got
eval "$(command_of 'Credit of accounts')" | wc -l >wanted
same 'scores' got wanted
is 'gaps of the log' "$(sed -n '/<h3>Days of log/,/^<figcaption/s/.*class="bad days">✕ \([0-9]* of\).*/\1/p' page.html)" \
    "$(retain-prune gaps --class log --now $now | jq -s -r 'map(select(.code == "log-gap").days) | add | "\(.) of"')"
sed -n 's/.*<tr role="row" id="\([^"]*\)">.*<td role="cell" class="st"><span class="\([a-z-]*\)">.*/\1 \2/p' \
    page.html >got
jq -r 'select(.state) | "\(.clause) \(.state)"' rows >wanted
same 'state of each clause' got wanted
sed -n 's/.*<tr role="row" id="\([^"]*\)">.*data-l="Evidence"><data value="\([0-9]*\)">.*data-l="Open"><data value="\([0-9]*\)">.*/\1 \2 \3/p' \
    page.html >got
jq -r 'select(.state | IN("met", "open", "missing")) | "\(.clause) \(.evidence) \(.open)"' rows >wanted
same 'evidence and open findings of each' got wanted
for s in met open missing not-checkable not-applicable; do
	echo "$s $(sed -n "s/^<div class=\"$s\"><dt>.*<data value=\"\([0-9]*\)\">.*/\1/p" page.html)"
done >got
for s in met open missing not-checkable not-applicable; do
	echo "$s $(jq -r "select(.state == \"$s\").clause" rows | wc -l)"
done >wanted
same 'how many are in each state' got wanted
is 'head of the journal' "$(grep -c "$(beian-store | jq -r '.journal_head // .head // empty')" page.html | sed 's/^[1-9].*/found/')" found

# ---- where it is written

ln -s page.html link.html
norm-audit --now $now --html link.html >out 2>err
is 'not over a link' "$? $(wc -c <out) $(cat err)" \
    '2 0 norm-audit: --html: link.html is no regular file'
norm-audit --now $now --html . >out 2>err
is 'not over a directory' "$? $(wc -c <out)" '2 0'
mkfifo fifo
norm-audit --now $now --html fifo >out 2>err
is 'not into a pipe' "$? $(wc -c <out)" '2 0'
norm-audit --now $now --html nowhere/page.html >out 2>err
is 'not where there is no directory' "$? $(wc -c <out)" '2 0'
is 'nothing is left' "$(find . -name '.*.tmp.*')" ''

# ---- a browser reads it

if command -v xmllint >/dev/null; then
	# It knows HTML 4: the elements since then are the only ones that it may not know.
	xmllint --html --noout page.html 2>&1 | grep 'error :' |
	    grep -vE 'Tag (main|header|figure|figcaption|bdi|time|data|details|summary|svg|title|desc|g|defs|pattern|rect|line|circle|text) invalid' >found
	none 'every element ends where it should' found
else
	skip 'every element ends where it should' 'no xmllint'
fi
browser=$(command -v chromium || command -v chromium-browser)
if [ -n "$browser" ]; then
	# Without a network; what it asks for is in the log of the network.
	timeout 60 "$browser" --headless --no-sandbox --disable-gpu --user-data-dir="$TMPDIR/profile" \
	    --disable-background-networking --disable-component-update --no-first-run \
	    --host-resolver-rules='MAP * ~NOTFOUND' --enable-logging=stderr --v=0 \
	    --log-net-log="$TMPDIR/net.json" --screenshot="$TMPDIR/page.png" \
	    --window-size=1280,2000 "file://$TMPDIR/page.html" >/dev/null 2>chrome.err
	ok 'chromium paints it' test -s page.png
	grep CONSOLE chrome.err >found
	none 'and has nothing to say of it' found
	grep -oE '"url":"(https?|wss?|ftp)://[^"]*"' net.json | grep -vE 'google|gstatic|gvt1' >found
	none 'and asks for nothing' found
else
	skip 'chromium paints it' 'no chromium'
fi
finish
