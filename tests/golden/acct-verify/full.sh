# Output that cannot be written is status 3, whatever the verb; what is done stays done.
. "$CASES/common"

beian-store init
account a >in
acct-verify --no-store in >/dev/full
echo "= $?"
verify register in >/dev/full
echo "= $?"
try verify register -v in
for v in list 'show a' --help --version 'exempt --help' \
    'exempt --account a --extra 1 --until 2027-01-01 --approval 1 --reason r --basis b'; do
	# shellcheck disable=SC2086  # words of a command
	verify $v >/dev/full
	echo "$v = $?"
done
echo 'no record' >bad
say verify --no-store --rejects /dev/full bad
say verify --no-store --summary /dev/full in | tail -n 2 | grep -v ^{
acct-verify --no-store in >&-
echo "= $?"
