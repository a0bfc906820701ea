# An archive for the inspector: what was found, in which segments, and who asked.
. "$CASES/common"

beian-store init
{ log 1 2026-11-21; log 2 2026-11-22; log 3 2026-11-22 '{account: "b"}'; log 4 2026-11-23 '{account: "b"}'; } >in
rp store log -q in >out
log 5 2026-11-22T23:00:00+08:00 >in
rp store log -q in >out
cp -Rp store copy
mkdir bags again
# ask DIR [OPTION...]
ask() {
	d=$1
	shift
	rp fetch --case '公 2026/7' --account a --by 李队 --reason '调取 函' --dir "$d" "$@"
}
tell ask bags | sed "s|$PWD|<here>|"
n=beian_platform_inspection_2026_7_20261124
ls bags
(cd bags && sha256sum -c $n.zip.sha256)
unzip -qp bags/$n.zip $n/data/lines.jsonl
unzip -qp bags/$n.zip $n/data/segments.csv | cut -d, -f1-6,8- | plain
unzip -qp bags/$n.zip $n/bag-info.txt | grep -v '^Bag-Size\|^Payload-Oxum' |
    sed 's/^\(Policy-SM3\|Journal-Head-SM3\): .*/\1: <digest>/'
unzip -qp bags/$n.zip $n/bag-info.txt | sed -n 's/^Journal-Head-SM3: //p' >head.txt
journal fetch | jq -r .hash | cmp - head.txt && echo 'the head is that of the request'
unzip -q bags/$n.zip -d open
(cd open/$n && sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt)
echo '-- the same store at the same time: the same bytes'
BEIAN_STORE=copy ask again >out
cmp bags/$n.zip again/$n.zip && echo same
echo '-- another one of that day has a number'
ask bags | jq -r .file
ask bags --format tar.zst | jq -r .file
tar --zstd -tf bags/$n.tar.zst
echo '-- nothing was found'
rp fetch --case 0 --account nobody --dir bags | jq -c '[.file, .lines, .segments]'
echo '-- a segment that is missing, one that was changed'
cd store/segments/log/2026/11 || exit
f=$(find . -name '21-*.zst')
rm "$f"
f=$(find . -name '22-*.zst')
printf x | dd of="$f" bs=1 seek=20 conv=notrunc 2>/dev/null
cd "$OLDPWD" || exit
tell ask bags | sed "s|$PWD|<here>|"
unzip -qp bags/${n}_3.zip "*/data/segments.csv" | cut -d, -f1-4
unzip -qp bags/${n}_3.zip "*/bag-info.txt" | grep '^Lines\|^Segments'
say rp fetch --case 9 --account a
echo '-- wrong'
say ask nowhere
say ask in/out
: >file
say ask file
say ask bags --format rar
echo '-- asked for what is in no archive'
journal fetch | jq -c '[.what.case, .what.as]' | sort | uniq -c
