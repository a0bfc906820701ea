# Help, and what is wrong usage: status 2 and one line each.
. "$CASES/common"

acct-verify --help | head -n 13
acct-verify exempt -h | head -n 2
acct-verify --version
acct-verify list --version
printf '{"account":"a"}\n' >in
beian-store init
for o in --bogus -x -nx --no '-j x' '-j -1' '-j 99999999999999999999' --jobs '--now yesterday' \
    '--as-of 2026-02-30' '--encoding latin1' '--pos at' '--source q' '--source q --no-store' \
    '--rejects no/such' '--reveal' '--reveal --by a --reason b' \
    '--reveal --by a --reason b --basis c --no-store' '--reveal --by a --reason b --basis c -n' \
    '--wait x' missing.jsonl . '-p'; do
	echo "-- $o"
	# shellcheck disable=SC2086  # words of a command
	say acct-verify $o in
done
for o in 'register --no-store in' 'close --no-store in' 'list x' 'list --no-store' 'show' \
    'show --where .a x' 'exempt x' 'exempt --source q' 'frobnicate' 'list --users=1'; do
	echo "-- $o"
	# shellcheck disable=SC2086  # words of a command
	say acct-verify $o
done
verify list
