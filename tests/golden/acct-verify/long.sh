# A line of 2 MiB: refused once, kept whole, the rest goes on.
. "$CASES/common"

{
	printf '{"account":"long","x":"'
	head -c 2097152 /dev/zero | tr '\0' a
	echo '"}'
} >long
{ echo '{"account":"first"}'; cat long; echo '{"account":"last"}'; } >in
say verify --no-store --rejects r in | sed 's/,"verdict".*//'
cmp -s r long && echo kept
rm r
cat in | say verify --no-store --rejects r | sed 's/,"verdict".*//'
cmp -s r long && echo kept
