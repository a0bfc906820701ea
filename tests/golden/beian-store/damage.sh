# What is damaged is named before anything is decided from it: status 3, or 1 by check.
. "$CASES/../acct-verify/common"

beian-store init
i=0
while [ $i -lt 60 ]; do
	company "a$i" "{note: \"mark-$i-here\", subject_kind: \"government\", mobile: null}"
	i=$((i + 1))
done >in
verify register -q in >out
jq -r .verdict out | sort | uniq -c | sed 's/^ *//'
cp -R store cut
head -c 8192 store/data.mdb >cut/data.mdb
beian-store -s cut >/dev/null 2>err
echo "= $?"
sed 's/:.*damaged/: ... damaged/' err
for at in $(grep -abo 'mark-7-here' store/data.mdb | cut -d : -f 1); do
	printf X | dd of=store/data.mdb bs=1 seek="$at" conv=notrunc 2>/dev/null
done
say beian-store check | keys | sed 's/"head":"[^"]*"/"head"/'
verify list >out
echo "= $?"
