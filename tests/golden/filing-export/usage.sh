# Wrong usage: status 2, and nothing is made.
. "$CASES/common"

fill
for o in '--kind x' '--office 99' '--office nowhere' 'file' 'make file' 'make --change --full' \
    'make --format rar' 'make --level 10' 'make --level x' 'make --encoding latin1' 'make -d none' 'make -d p.json' \
    'make -j x' 'verify' 'verify none.zip' 'verify p.json' 'receipt' 'receipt x --accepted' \
    'receipt x --accepted --rejected --number 1 --date 2026-11-24 --by b' \
    'receipt x --rejected --number 1 --date 2026-11-24 --by b' \
    'receipt x --accepted --number 1 --date soon --by b' \
    'receipt x y --accepted --number 1 --date 2026-11-24 --by b' \
    'list --state x' 'list x' 'list -p p.json' '--bogus' '-s none' 'list -s none' '-p none' ; do
	echo "-- $o"
	# shellcheck disable=SC2086  # words of a command
	say filing-export $o
done
filing list
ls d
filing-export --version
filing-export --help | sed -n '1,2p;/^verbs/,/^$/p'
for v in '' list --help; do
	# shellcheck disable=SC2086  # words of a command
	filing-export $v >/dev/full
	echo "$v = $?"
done
