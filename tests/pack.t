#!/bin/sh
# The filings of share/examples/filings: verify says of each what EXPECTED has, others take the good
# ones and refuse the bad ones, and the program makes the good ones again, byte for byte.
# pack.t --update makes all of them anew.
# shellcheck disable=SC2317  # functions are called by ok
if [ "${1-}" = --update ]; then
	exec "${0%/*}/filings.sh"
fi
. tests/lib.sh

pack=$TOP/share/examples/filings
cd "$pack" || exit 1

# ---- verify

files() { find "$1" -type f ! -name '*.sha256' | sort; }
files good >"$TMPDIR/names"
files bad >>"$TMPDIR/names"
jq -r .file EXPECTED | sort >"$TMPDIR/listed"
sort "$TMPDIR/names" | cmp -s - "$TMPDIR/listed"
is 'EXPECTED has each file, and no other' $? 0
# shellcheck disable=SC2046  # names without blanks
run filing-export verify $(cat "$TMPDIR/names") 2>"$TMPDIR/err" |
    jq -c '{file, codes: ([.defects[].code] | unique)}' | sort >"$TMPDIR/got"
same 'verify says of each just what EXPECTED has' "$TMPDIR/got" EXPECTED
sed -n 's/^\.It Li \(bag-[a-z-]*\)$/\1/p' "$TOP/man/filing-export.1" | sort -u >"$TMPDIR/codes"
jq -r '.codes[]' EXPECTED | sort -u | comm -13 - "$TMPDIR/codes" | paste -sd' ' >"$TMPDIR/rest"
is 'each code of the manual has a file, but for those that no file can have' \
    "$(cat "$TMPDIR/rest")" 'bag-open bag-unfiled'
while read -r f; do
	run filing-export verify -q "$f" >/dev/null 2>&1
	s=$?
	case $s$f in 0good/*|1bad/*) ;; *) echo "$f: $s" ;; esac
done <"$TMPDIR/names" >"$TMPDIR/wrong"
none 'status 0 for the good ones, 1 for the bad ones' "$TMPDIR/wrong"

# ---- by means of others

for f in good/beian_*[a-z0-9]; do
	case $f in
	*.sha256) (cd good && sha256sum -c --strict --quiet "${f#good/}") ;;
	*.tar.zst) command -v zstd >/dev/null && sh "$TOP/tests/bagcheck.sh" "$f" ;;
	*) sh "$TOP/tests/bagcheck.sh" "$f" ;;
	esac
done >"$TMPDIR/wrong" 2>&1
none 'the good ones are bags, sh and sha256sum say too' "$TMPDIR/wrong"
is 'nothing in them is larger than it needs be' \
    "$(find . -type f -size +64k)/$(($(find . -type f -exec cat {} + | wc -c) / 307200))" /0

# ---- every byte of what a good one holds: no digest of the whole file helps here

cd "$TMPDIR" || exit 1
mkdir x
unzip -qq "$pack"/good/*_operators_*.zip -d x
gzip -dc "$pack"/good/*_account-system_*.tar.gz | tar -x -m -f - -C x
step=83
[ -z "${TORTURE-}" ] || step=1
for d in x/*; do
	d=${d##*/}
	(cd x && tar -c -b 1 --format=gnu -f "../$d.tar" "$d")
	run filing-export verify -q "$d.tar" >/dev/null || echo "$d.tar is not whole"
	# block, name and size of each member; what stands in its blocks is its own up to the size
	tar -tvRf "$d.tar" | sed -nE 's|^block ([0-9]+): -[^ ]* [^ ]* +([0-9]+) .* ([^ ]*)$|\1 \2 \3|p' |
	while read -r block size name; do
		case $name in */forms/*|*/documents/*|*/manifest-*|*/bag*) ;; *) continue ;; esac
		at=0
		while [ $at -lt "$size" ]; do
			byte=$(((block + 1) * 512 + at))
			old=$(od -An -tu1 -j $byte -N 1 "$d.tar" | tr -d ' ')
			cp "$d.tar" flip.tar
			printf %b "\\0$(printf %o $((old ^ 1 << at % 8)))" |
			    dd of=flip.tar bs=1 seek=$byte conv=notrunc status=none
			run filing-export verify -q flip.tar >/dev/null 2>&1
			[ $? = 1 ] || echo "$name: byte $at"
			echo >>tried
			at=$((at + step))
		done
	done
done >wrong
none "a changed bit in a form, a document, a manifest: each refused ($(wc -l <tried | tr -d ' ') tried)" wrong
cd "$pack" || exit 1

# ---- made again

if command -v zstd >/dev/null && command -v zip >/dev/null; then
	"$TOP/tests/filings.sh" --good "$TMPDIR/again" >"$TMPDIR/err" 2>&1
	none 'they are made again' "$TMPDIR/err"
	for f in "$TMPDIR"/again/good/*; do
		cmp -s "$f" "good/${f##*/}" || echo "good/${f##*/}"
	done >"$TMPDIR/wrong"
	none 'and are the same, byte for byte (else: tests/pack.t --update)' "$TMPDIR/wrong"
else
	skip 'they are made again' 'no zstd or zip'
fi
finish
