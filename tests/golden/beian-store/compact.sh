# The store written anew: smaller, with the same in it, while nobody has it open.
. "${CASES%/*}/acct-verify/common"
say() {
	"$@" >.out 2>.err
	s=$?
	sed -E 's/"(before|after)":[0-9]+/"\1":N/g; s/process [0-9]+/process N/' .out .err
	echo "= $s"
}

say beian-store compact
beian-store init
account a >acc
company b >>acc
verify register -q acc >out
verify list >before
say beian-store compact
verify list >after
cmp before after && echo 'the same is in it'
beian-store check | sed 's/"head":"[^"]*"/"head":""/'
ls store
say beian-store compact x
say beian-store compact --by chen
say beian-store compact -s nowhere
echo '-- somebody has it open'
mkfifo fifo
verify register -q <fifo >came &
exec 3>fifo
echo '{"account":"b"}' >&3
while [ ! -s came ]; do sleep 0.1; done
say beian-store compact --wait 0
exec 3>&-
wait
say beian-store compact --wait 60
