#!/bin/sh
# filings.sh [--new] [--good] [DIR]: the filings of share/examples/filings made anew in DIR, the good
# ones by the program, the bad ones out of a good one, each with one thing wrong, and EXPECTED.
# BIN: where the programs are.
#
# What is sealed is never sealed twice alike, and the journal, whose head stands in every archive,
# chains the digests of it.  So the same bytes can only come of the same store: tests/filings keeps
# it, as it was before each of two runs (its key is no secret).  --new: make those anew too, as is
# to be done when the schema changes.  --good: only the good ones.
LC_ALL=C TZ=UTC TOP=${TOP:-$PWD}
BEIAN_SHARE=$TOP/share
export LC_ALL TZ BEIAN_SHARE
case ${BIN:=.build} in /*) ;; *) BIN=$TOP/$BIN ;; esac
PATH=$BIN:$PATH
new=false good_only=false
while :; do
	case ${1-} in
	--new) new=true ;;
	--good) good_only=true ;;
	*) break ;;
	esac
	shift
done
to=${1:-$TOP/share/examples/filings}
mkdir -p "$to" && to=$(cd "$to" && pwd) && work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
umask 022

# ---- good ones: first filings, and a month later what changed, and an extract

# shellcheck source=tests/golden/acct-verify/common
. "$TOP/tests/golden/acct-verify/common"
BEIAN_STORE=$work/store
export BEIAN_STORE
cat >p.json <<'END'
{"platform": {"name": "青柠内容平台", "code": "example", "province": "330000",
  "responsible": "林知夏", "contact": "compliance@example.com"},
 "filing": {"operators": {"forms": true}}}
END
fail() { echo "filings.sh: $*" >&2; exit 1; }
on() { now=$1T09:00:00+08:00; }
# quietly COMMAND...: with policy, time and who; its messages only when it fails
quietly() {
	[ "$2" = receive ] || set -- "$@" --by chen
	"$@" -p p.json --now "$now" >out 2>err || fail "$1 $2: $(cat err)"
}
make() { quietly filing-export make --level 9 -d good "$@"; }
keep() {
	rm -f store/lock.mdb
	tar -c -f - store | gzip -9n >"$TOP/tests/filings/$1.tar.gz"
}
took() { rm -rf store && gzip -dc "$TOP/tests/filings/$1.tar.gz" | tar -xp -f - && chmod -R go= store; }

echo '第一条　本制度依据……制定。' >system.txt
mkdir good
on 2026-11-24
if $new; then
	mkdir -p "$TOP/tests/filings"
	beian-store init >/dev/null || exit 1
	{
		account a
		account b '{name: "+青柠", id_number: "330102198501012044", province: "北京市"}'
		company c '{affiliation: "鼎盛矩阵"}'
		company d '{affiliation: "鼎盛矩阵", name: "鼎盛\"健康\",<号>"}'
	} >accounts.jsonl
	quietly acct-verify register accounts.jsonl
	echo '{"kind":"account-system","title":"公众账号管理制度","version":"2026-03","from":"2026-03-01","file":"system.txt"}' >documents.jsonl
	quietly norm-audit document --dir . documents.jsonl
	for i in 1 2; do
		printf '{"id":"p%d","kind":"rumour","account":"a","content":"转发谣言 %d","complainant":"罗文彬","complainant_contact":"luo@example.com","channel":"app","time":"2026-11-23T10:00:00+08:00"}\n' $i $i
	done >complaints.jsonl
	quietly complaint receive complaints.jsonl
	echo '{"id":"s1","complaint":"p1","decision":"accepted","time":"2026-11-24T08:00:00+08:00","by":"chen"}' >steps.jsonl
	quietly complaint accept steps.jsonl
	keep 1
else
	took 1
fi
make --kind operators
make --kind account-system --documents . --format tar.gz
make --kind accounts --office 11 --format tar.gz
make --kind accounts --office 33 --format tar.zst --encoding gb18030
on 2026-12-24
if $new; then
	account a '{name: "新名"}' >accounts.jsonl
	quietly acct-verify register accounts.jsonl
	echo '{"account":"c","time":"2026-12-23T08:00:00+08:00"}' >close.jsonl
	quietly acct-verify close close.jsonl
	keep 2
else
	took 2
fi
make --kind accounts --office 33
make --kind complaints --from 2026-11-01 --until 2026-12-01 --case 检〔2026〕7 --reason 监督检查 --format tar.zst
chmod 644 good/*
rm -rf "$to/good"
cp -r good "$to/good"
$good_only && exit

# ---- bad ones: of a bag of two members, which needs no more

mkdir bag bad
unzip -qq good/*_operators_*.zip -d x
cp -r x/*/bagit.txt bag
mkdir bag/data
cp x/*/data/operators.csv x/*/data/operators.jsonl bag/data
sum() {
	rm -f "$1/$2-sha256.txt"
	case $2 in
	manifest) find "$1/data" -type f ;;
	*) find "$1" -maxdepth 1 -type f ;;
	esac | sed "s|^$1/||" | sort >names
	(cd "$1" && xargs sha256sum <"$work/names" >"$2-sha256.txt")
}
oxum() { cat "$1"/data/* | wc -c | tr -d ' '; }
printf 'External-Description: a bag to be damaged\nBagging-Date: 2026-11-24\nPayload-Oxum: %s.2\n' \
    "$(oxum bag)" >bag/bag-info.txt
sum bag manifest
sum bag tagmanifest
# again: the bag anew in ./b
again() { rm -rf b; mkdir b; cp -r bag b/bag; }
sums() { sum b/bag manifest; sum b/bag tagmanifest; }
tags() { sum b/bag tagmanifest; }
stamp() { find b -exec touch -h -d '2026-11-24 01:00:00' {} +; }
# tarred NAME [OPTION]...: ./b as a tar; zipped NAME: as a zip
tarred() {
	n=$1
	shift
	stamp
	(cd b && tar -c -f "../bad/$n" -b 1 --format=gnu --owner=0 --group=0 --mode=u=rw,go=r,a+X --sort=name "$@" -- *)
}
zipped() {
	n=$1
	shift
	stamp
	(cd b && find . -mindepth 1 | sed 's|^\./||' | sort | zip -qX "$@" "../bad/$n" -@)
}
byte() { printf %b "\\0$(printf %o "$3")" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none; }
: >EXPECTED
# expect FILE CODE...
expect() {
	printf '{"file":"%s","codes":[' "$1"
	shift
	[ $# = 0 ] || printf '"%s"\n' "$@" | sort | paste -sd, | tr -d '\n'
	echo ']}'
}
bad() {
	n=$1
	shift
	expect "bad/$n" "$@" >>EXPECTED
}
for f in good/*[a-z]; do
	case $f in *.sha256) ;; *) expect "$f" >>EXPECTED ;; esac
done

# digests and names
again; zipped whole.zip; tarred whole.tar
for f in whole.zip whole.tar; do expect "good/$f" >>EXPECTED; mv bad/$f good/$f; cp good/$f "$to/good"; done
again; sed -i s/健康/健廉/ b/bag/data/operators.csv; zipped digest-member.zip; bad digest-member.zip bag-digest
again; sed -i s/damaged/repaired/ b/bag/bag-info.txt; zipped digest-tag.zip; bad digest-tag.zip bag-digest
again; sed -i 's/^[0-9a-f]\{8\}/00000000/' b/bag/manifest-sha256.txt; tags
zipped digest-manifest.zip; bad digest-manifest.zip bag-digest
again; echo >>b/bag/data/operators.csv; sums; zipped oxum.zip; bad oxum.zip bag-oxum
again; rm b/bag/data/operators.csv; zipped missing.zip; bad missing.zip bag-missing bag-oxum
again; echo x >b/bag/data/new.txt; zipped extra.zip; bad extra.zip bag-extra bag-oxum
again; sed -i 1d b/bag/manifest-sha256.txt; tags; zipped extra-unnamed.zip; bad extra-unnamed.zip bag-extra
again; rm b/bag/manifest*; tags; zipped manifest-none.zip; bad manifest-none.zip bag-manifest
again; echo zz >>b/bag/manifest-sha256.txt; tags; zipped manifest-line.zip; bad manifest-line.zip bag-manifest
again; sed -i 1p b/bag/manifest-sha256.txt; tags; zipped manifest-twice.zip; bad manifest-twice.zip bag-manifest
again; rm b/bag/bagit.txt; tags; zipped version-none.zip; bad version-none.zip bag-version
again; sed -i 's/1\.0/2.0/' b/bag/bagit.txt; tags; zipped version-other.zip; bad version-other.zip bag-version
again; echo 'http://example.com/x 1 data/x' >b/bag/fetch.txt; tags; zipped fetch.zip; bad fetch.zip bag-fetch

# members that are none of a bag
again; ln -s /etc/passwd b/bag/data/link; tarred type-symlink.tar; bad type-symlink.tar bag-type
again; ln b/bag/data/operators.csv b/bag/data/zz; tarred type-link.tar; bad type-link.tar bag-type
again; mkfifo b/bag/data/fifo; tarred type-fifo.tar; bad type-fifo.tar bag-type
again; zipped type-encrypted.zip -P secret; bad type-encrypted.zip bag-type bag-manifest bag-version
again; tarred name-absolute.tar -P --transform 's|^bag/data/operators.csv|/tmp/operators.csv|'
bad name-absolute.tar bag-name bag-missing bag-oxum
again; tarred name-dots.tar -P --transform 's|data/operators.csv|../../operators.csv|'
bad name-dots.tar bag-name bag-missing bag-oxum
again; tarred name-twice.tar; (cd b && tar -r -b 1 -f ../bad/name-twice.tar --format=gnu --owner=0 --group=0 bag/data/operators.csv)
bad name-twice.tar bag-name bag-extra bag-oxum
again; mv b/bag/* b; rmdir b/bag; tarred name-no-folder.tar; bad name-no-folder.tar bag-name bag-manifest bag-version
again; mkdir b/other; echo x >b/other/x; tarred name-two-folders.tar; bad name-two-folders.tar bag-name

# the archive itself
gzip -9nc good/whole.tar >whole.tgz
tar_size=$(wc -c <whole.tgz) zip_size=$(wc -c <good/whole.zip)
: >bad/truncated-empty.zip; bad truncated-empty.zip bag-truncated
head -c $((zip_size - 30)) good/whole.zip >bad/truncated.zip; bad truncated.zip bag-truncated bag-damaged
head -c 4096 good/whole.tar >bad/truncated.tar; bad truncated.tar bag-truncated bag-manifest bag-oxum
head -c $((tar_size - 4)) whole.tgz >bad/truncated.tar.gz; bad truncated.tar.gz bag-truncated
echo '#mtree' >bad/format-text.tar; bad format-text.tar bag-format
(echo x; cat good/whole.zip) >bad/format-before.zip; bad format-before.zip bag-format
(cat good/whole.zip; echo x) >bad/trailing.zip; bad trailing.zip bag-trailing
(cat good/whole.tar; echo x) >bad/trailing.tar; bad trailing.tar bag-trailing
(cat whole.tgz; echo x) >bad/trailing.tar.gz; bad trailing.tar.gz bag-trailing
cp whole.tgz bad/damaged-crc.tar.gz; byte bad/damaged-crc.tar.gz $((tar_size - 8)) 1
byte bad/damaged-crc.tar.gz $((tar_size - 7)) 1; bad damaged-crc.tar.gz bag-damaged
cp whole.tgz bad/damaged-length.tar.gz; byte bad/damaged-length.tar.gz $((tar_size - 1)) 9
bad damaged-length.tar.gz bag-damaged
sed '0,/operators.csv/s//operatorz.csv/' good/whole.zip >bad/layout-names.zip; bad layout-names.zip bag-layout bag-missing bag-extra
(cat good/whole.tar; head -c 64M /dev/zero) | zstd -q19 >bad/limit-bomb.tar.zst; bad limit-bomb.tar.zst bag-limit

# the digest beside it
cp good/whole.zip bad/sidecar.zip
sha256sum <good/whole.zip | cut -c 1-63 >bad/sidecar.zip.sha256; bad sidecar.zip bag-sidecar
cp good/whole.zip bad/file-digest.zip
echo "$(sha256sum <good/whole.tar | cut -c 1-64)  file-digest.zip" >bad/file-digest.zip.sha256
bad file-digest.zip bag-file-digest

chmod 644 bad/*
rm -rf "$to/bad"
cp -r bad "$to/bad"
sort EXPECTED >"$to/EXPECTED"
