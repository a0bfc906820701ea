# damage.sh, read by filing.t: every kind of damage to a bag is refused with its reason, and bags that others
# made are taken.

# shellcheck shell=sh disable=SC2317
z=$(find "$PWD/out" -name '*_330000_operators_*.zip')
top=$(basename "$z" .zip)
rm -rf d; mkdir d; cd d || exit 1

# refuse CODE TEXT FILE: verify says CODE about it, with status 1
refuse() {
	timeout 20 filing-export verify "$3" >said 2>err
	got=$?
	if [ "$got" = 1 ] && grep -q "\"code\":\"$1\"" said; then
		ok "refused, $1: $2" true
	else
		sed 's/^/# /' said err | cut -c1-300
		ok "refused, $1: $2 (status $got)" false
	fi
}
# again: the bag unpacked anew in ./b/$top; tarred NAME, zipped NAME make an archive of it
again() { rm -rf b; mkdir b; unzip -qq "$z" -d b; }
tarred() { (cd b && tar -c --owner=0 --group=0 -f "../$1" "$top"); }
zipped() { rm -f "$1"; (cd b && zip -qrX "../$1" "$top"); }
byte() { printf %b "\\0$(printf %o "$3")" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none; }

again; tarred good.tar; zipped good.zip
filing-export verify good.tar good.zip >said 2>err
is 'a bag packed anew by tar and zip is taken' "$?$(cat err)" 0
for c in gzip:gz zstd:zst xz:xz bzip2:bz2; do
	command -v "${c%:*}" >/dev/null && "${c%:*}" -qc good.tar >"good.tar.${c#*:}"
done
filing-export verify good.tar.* >said 2>err
is 'and when it is compressed by others' "$?$(cat err)" 0

mkdir -p f/foreign/data/sub
echo hello >f/foreign/data/sub/a.txt
printf 'BagIt-Version: 0.97\r\nTag-File-Character-Encoding: UTF-8\r\n' >f/foreign/bagit.txt
(cd f/foreign && md5sum data/sub/a.txt >manifest-md5.txt && sha512sum data/sub/a.txt >manifest-sha512.txt)
tar -c -C f -f foreign.tar foreign
filing-export verify foreign.tar >said 2>err
is 'a foreign bag with MD5 and SHA-512 is taken' "$?$(cat err)" 0
echo evil >f/foreign/data/sub/a.txt; tar -c -C f -f foreign.tar foreign
refuse bag-digest 'a foreign bag that was changed' foreign.tar

again; echo x >>"b/$top/data/operators.csv"; zipped c.zip; refuse bag-digest 'a member changed' c.zip
refuse bag-oxum 'and its length' c.zip
again; rm "b/$top/data/operators.csv"; zipped c.zip; refuse bag-missing 'a member removed' c.zip
again; echo x >"b/$top/data/new.txt"; zipped c.zip; refuse bag-extra 'a member added' c.zip
again; echo x >"b/$top/new.txt"; zipped c.zip; refuse bag-extra 'a tag file added' c.zip
again; sed -i 1d "b/$top/manifest-sha256.txt"; zipped c.zip; refuse bag-extra 'a line of a manifest removed' c.zip
refuse bag-digest 'which the tag manifest sees' c.zip
again; rm "b/$top"/manifest-*.txt; zipped c.zip; refuse bag-manifest 'no manifest' c.zip
again; echo zz >>"b/$top/manifest-sm3.txt"; zipped c.zip; refuse bag-manifest 'a line that is none' c.zip
again; sed -i 1p "b/$top/manifest-sha256.txt"; zipped c.zip
refuse bag-manifest 'a path twice in a manifest' c.zip
again; rm "b/$top/bagit.txt"; zipped c.zip; refuse bag-version 'no bagit.txt' c.zip
again; sed -i 's/1\.0/2.0/' "b/$top/bagit.txt"; zipped c.zip; refuse bag-version 'another version' c.zip
again; echo 'http://example.com/x 1 data/x' >"b/$top/fetch.txt"; zipped c.zip; refuse bag-fetch 'fetch.txt' c.zip

again; ln -s /etc/passwd "b/$top/data/link"; tarred c.tar; refuse bag-type 'a symlink' c.tar
again; ln "b/$top/data/operators.csv" "b/$top/data/zz"; tarred c.tar; refuse bag-type 'a hard link' c.tar
again; mkfifo "b/$top/data/fifo"; tarred c.tar; refuse bag-type 'a FIFO' c.tar
again; truncate -s 1M "b/$top/data/hole"; (cd b && tar -cSf ../c.tar "$top"); refuse bag-type 'a sparse file' c.tar
again; (cd b && tar -cPf ../c.tar --transform "s|^$top/data/cover|/tmp/cover|" "$top")
refuse bag-name 'an absolute name' c.tar
again; (cd b && tar -cPf ../c.tar --transform "s|data/cover|../../cover|" "$top"); refuse bag-name 'a name with ..' c.tar
again; tarred c.tar; (cd b && tar -rf ../c.tar "$top/data/cover.html"); refuse bag-name 'a member twice' c.tar
again; (cd "b/$top" && tar -cf ../../c.tar ./*); refuse bag-name 'no top folder' c.tar
again; mkdir b/other; echo x >b/other/x; (cd b && tar -cf ../c.tar "$top" other); refuse bag-name 'two top folders' c.tar
again; rm -f c.zip; (cd b && zip -qrX -P secret ../c.zip "$top"); refuse bag-type 'encrypted members' c.zip

: >c.zip; refuse bag-truncated 'an empty file' c.zip
echo '#mtree' >c.tar; refuse bag-format 'text that libarchive takes for an archive' c.tar
cat good.tar good.tar >c.tar; refuse bag-trailing 'a second archive behind' c.tar
(cat good.tar; echo x) >c.tar; refuse bag-trailing 'bytes behind a tar' c.tar
(cat good.zip; echo x) >c.zip; refuse bag-trailing 'bytes behind a zip' c.zip
(echo x; cat good.zip) >c.zip; refuse bag-format 'bytes before a zip' c.zip
(cat good.tar.gz; echo x) >c.tgz; refuse bag-trailing 'bytes behind gzip' c.tgz
# cut after the last member: no blocks of zeros
blocks=$(tar -tRf good.tar | awk '/Block of NULs|\*\*/ { sub(":", "", $2); print $2; exit }')
head -c $((blocks * 512)) good.tar >c.tar; refuse bag-truncated 'a tar cut between members' c.tar
head -c $((blocks * 512 + 512)) good.tar >c.tar; refuse bag-truncated 'only one block of zeros' c.tar
gzip -qc c.tar >c.tgz; refuse bag-truncated 'the same in gzip' c.tgz
size=$(wc -c <good.tar.gz)
head -c $((size - 4)) good.tar.gz >c.tgz; refuse bag-truncated 'gzip without its end' c.tgz
cp good.tar.gz c.tgz; byte c.tgz $((size - 8)) 1; byte c.tgz $((size - 7)) 1; refuse bag-damaged "gzip's CRC" c.tgz
cp good.tar.gz c.tgz; byte c.tgz $((size - 1)) 9; refuse bag-damaged "gzip's length" c.tgz
gzip -qc good.tar.gz >c.tgz; refuse bag-damaged 'gzip in gzip' c.tgz
head -c $(($(wc -c <good.zip) - 30)) good.zip >c.zip; refuse bag-truncated 'a zip without its directory' c.zip
sed "0,/operators.csv/s//operatorz.csv/" good.zip >c.zip; refuse bag-layout 'local and central names differ' c.zip
if command -v zstd >/dev/null; then
	(cat good.tar; head -c 400M /dev/zero) | zstd -q1 >c.tar.zst; refuse bag-limit 'a bomb' c.tar.zst
else
	skip 'refused, bag-limit: a bomb' 'no zstd'
fi
mkfifo c.fifo; refuse bag-open 'a FIFO in place of a file' c.fifo
refuse bag-open 'no such file' nothing.zip
cp "$z" c.zip; (sha256sum <"$z" | cut -c1-63; echo) >c.zip.sha256; refuse bag-sidecar 'a digest that is none' c.zip
rm c.zip.sha256
cp "$z" c.zip; echo "$(sha256sum <good.tar | cut -c1-64)  c.zip" >c.zip.sha256
refuse bag-file-digest 'a digest of another file' c.zip
rm c.zip.sha256
ok 'with a store, a file that it never filed: refused' sh -c 'filing-export verify -s ../store good.zip >said 2>err
    [ $? = 1 ] && grep -q bag-unfiled said'

# every changed byte, cut and appended byte of a small archive
mkdir flip
cp "$z.sha256" "flip/$top.zip.sha256"
size=$(wc -c <"$z")
step=$((size / 60 + 1)); [ -z "${TORTURE-}" ] || step=1
i=0 wrong=0 tried=0
while [ $i -lt "$size" ]; do
	cp "$z" "flip/$top.zip"
	old=$(od -An -tu1 -j $i -N 1 "$z" | tr -d ' ')
	byte "flip/$top.zip" $i $((old ^ (1 << i % 8)))
	filing-export verify -q "flip/$top.zip" >/dev/null 2>&1
	[ $? = 1 ] || wrong=$((wrong + 1))
	head -c $i "$z" >cut.zip
	filing-export verify -q cut.zip >/dev/null 2>&1
	[ $? = 1 ] || wrong=$((wrong + 1))
	tried=$((tried + 2))
	i=$((i + step))
done
is "a changed bit in a byte, a cut: each refused ($tried tried)" "$wrong" 0
cd ..
