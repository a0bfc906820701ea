# Compressed input, whole, cut and broken, from a file and from standard input.
. "$CASES/common"

short() { sed 's/,"verdict".*//'; }
printf '{"account":"a"}\n{"account":"b"}\n' >in
printf 'account\nc\n' >rows.csv
for c in gzip zstd xz bzip2; do
	echo "-- $c"
	$c -qc <in >in.$c
	say verify --no-store in.$c | short
	verify --no-store <in.$c | short
	head -c $(($(wc -c <in.$c) - 4)) in.$c >cut.$c
	say verify --no-store --rejects r cut.$c | short
done
echo '-- two members in one gzip file, then CSV in zip'
cat in.gzip in.gzip | verify --no-store | wc -l | tr -d ' '
zip -q in.zip in rows.csv
say verify --no-store in.zip | short
gzip -c rows.csv >rows.csv.gz
say verify --no-store rows.csv.gz | short
echo '-- broken'
{ head -c $(($(wc -c <in.gzip) - 8)) in.gzip; printf XXXXXXXX; } >bad.gz
say verify --no-store bad.gz in | short
