# Output that cannot be written is status 3.
. "$CASES/../acct-verify/common"

beian-store init
account a | verify register --source q -q >out
for v in '' check 'pos q' --help --version; do
	# shellcheck disable=SC2086  # words of a command
	beian-store $v >/dev/full
	echo "$v = $?"
done
