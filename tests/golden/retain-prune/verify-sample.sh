# The drill: lines read back, and that it was done written down.
. "$CASES/common"

beian-store init
say rp verify --sample 5
for d in 20 21 22; do
	for i in 1 2 3 4 5 6 7 8 9; do
		log $i 2026-11-${d}T0$i:00:00+08:00
	done
done >in
rp store log -q in >out
say rp verify --sample 1
say rp verify --sample 200
say rp verify --sample 0 --quick | sed 's/"bytes":[0-9]*/"bytes":N/'
say rp verify --sample 1000001
echo '-- what cannot be read back'
rm store/segments/log/2026/11/2[01]-*.zst
printf x | dd of="$(find store/segments/log -name '22-*.zst')" bs=1 seek=20 conv=notrunc 2>/dev/null
rp verify --sample 300 >out
echo "= $?"
sed '$!d' out
jq -c 'select(.code) | [.segment, .clause, .code]' out | sort -u
echo '-- the journal'
journal drill | jq -c .what
