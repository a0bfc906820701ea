# Made, shown, checked, copied; what is wrong usage.
. "$CASES/../acct-verify/common"

shown() { jq -c 'del(.fingerprint, .created, .file, .map, .readers) | .tables |= map_values(.entries)' | keys; }
say beian-store
say beian-store init
say beian-store init
stat -c '%a %n' store store/* | sed 's/[^ ]*\///' | grep -v 'lock.mdb\|gate\|life\|writer'
beian-store | shown
{ account a; account b '{id_number: "330102198501012044"}'; } >in
verify register -q --source q in >out
beian-store | shown
beian-store | jq -r '.suite, (.fingerprint | length), (.created | length)'
say beian-store check | keys
say beian-store copy copy
say beian-store copy copy
ls copy
say beian-store -s copy
env BEIAN_KEY=store/key beian-store check -s copy | jq -c '[.values, .damaged, .journal, .chain]'
env BEIAN_KEY=store/key acct-verify list -s copy | jq -r .account
say beian-store pos q
say beian-store pos p
echo '-- suites'
beian-store init -s aes --suite aes
beian-store -s aes | jq -r .suite
account a | verify register -q -s aes | jq -r .verdict
beian-store check -s aes | jq -c '[.damaged, .chain]'
say beian-store init -s other --suite des
[ ! -e other ] && echo "none was made"
echo '-- wrong usage'
for o in 'copy' 'copy a b' 'pos' 'x' 'init x' 'check x' '--bogus' '--now 2026-11-24' 'init --suite' '-n'; do
	echo "-- $o"
	# shellcheck disable=SC2086  # words of a command
	say beian-store $o
done
beian-store --version
beian-store --help | sed -n '1,2p;/^verbs/,/^$/p'
