#!/bin/sh
# bagcheck.sh ARCHIVE: is it a bag of RFC 8493, by means that share nothing with the toolkit: sh,
# awk, sha256sum, unzip or tar.  Says what is wrong; exit status 1.
LC_ALL=C
export LC_ALL
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
bad=0
wrong() {
	echo "$*"
	bad=1
}

case $1 in
*.zip) unzip -qq "$1" -d "$dir/x" || exit 1 ;;
*.tar.gz) mkdir "$dir/x" && gzip -dc "$1" | tar -x -m -f - -C "$dir/x" || exit 1 ;;
*.tar.zst) mkdir "$dir/x" && zstd -qdc "$1" | tar -x -m -f - -C "$dir/x" || exit 1 ;;
*) echo "unknown: $1"; exit 2 ;;
esac
set -- "$dir"/x/*
[ $# = 1 ] && [ -d "$1" ] || { echo 'not just one folder at the top'; exit 1; }
cd "$1" || exit 2

printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' | cmp -s - bagit.txt ||
    wrong 'bagit.txt is not that of BagIt 1.0'
[ -z "$(find . ! -type f ! -type d)" ] || wrong 'there are links or devices'

# complete both ways: the lists of names agree, and sha256sum agrees with the digests
check() {	# MANIFEST LIST-OF-FILES
	awk '{ if (length($1) != 64 || substr($0, 65, 2) != "  ") exit 1 }' "$1" ||
	    wrong "$1 has lines that sha256sum cannot read"
	awk '{ print substr($0, 67) }' "$1" | sort >"$dir/named"
	sort "$2" | cmp -s - "$dir/named" || wrong "$1 does not name just the files that are there"
	sha256sum -c --strict --status "$1" || wrong "$1: digests differ"
}
find data -type f >"$dir/payload"
find . -maxdepth 1 -type f ! -name 'tagmanifest-*' | sed 's|^\./||' >"$dir/tags"
check manifest-sha256.txt "$dir/payload"
check tagmanifest-sha256.txt "$dir/tags"
for m in manifest-sm3.txt:payload tagmanifest-sm3.txt:tags; do
	awk '{ print substr($0, 67) }' "${m%:*}" | sort >"$dir/named"
	sort "$dir/${m#*:}" | cmp -s - "$dir/named" || wrong "${m%:*} names other files"
	if command -v openssl >/dev/null; then
		while read -r sum name; do
			[ "$(openssl dgst -sm3 -r <"$name" | cut -c1-64)" = "$sum" ] ||
			    wrong "${m%:*}: $name differs"
		done <"${m%:*}"
	fi
done
bytes=$(find data -type f -exec cat {} + | wc -c | tr -d ' ')
grep -qx "Payload-Oxum: $bytes.$(wc -l <"$dir/payload" | tr -d ' ')" bag-info.txt ||
    wrong 'Payload-Oxum does not agree'
exit $bad
