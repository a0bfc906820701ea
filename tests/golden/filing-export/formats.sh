# Formats, levels, GB18030; the same bytes again, in any zone, locale and umask.
. "$CASES/common"

fill
for f in zip tar.gz tar.zst; do
	mkdir "$f" "$f.2"
	filing make -n -d "$f" --format $f | jq -r .file | head -n 1
done
cp -R store again
only='--office 33 --kind accounts --full'
# shellcheck disable=SC2086  # words of a command
{
filing make -d zip $only | jq -c '[.size > 1000, .state]'
(umask 0; TZ=America/New_York LC_ALL=C.UTF-8 filing make -s again -d zip.2 $only >out)
cmp zip/*.zip zip.2/*.zip && echo 'the same bytes'
(cd zip && sha256sum -c --quiet ./*.sha256 && stat -c %a ./*.zip)
filing make -d tar.gz $only --format tar.gz --level 9 | jq -c .file
filing make -d tar.zst $only --format tar.zst --level 0 --encoding gb18030 | jq -c .file
}
say filing verify tar.gz/*.tar.gz tar.zst/*.tar.zst | jq -Rc 'fromjson? | [.verdict, .members]'
mkdir x
tar -xzf tar.gz/*.tar.gz -C x && (cd x/* && sha256sum -c --quiet manifest-sha256.txt && echo bag)
rm -rf x/*
zstd -qdc tar.zst/*.tar.zst | tar -x -C x
iconv -f gb18030 -t utf-8 x/*/data/accounts.csv | head -n 1 | cut -d , -f 1-4
echo '-- one byte wrong, cut, and what is none'
cp zip/*.zip bad.zip
at=$(($(wc -c <bad.zip) / 2))
[ "$(tail -c +$((at + 1)) bad.zip | head -c 1)" = X ] && other=Y || other=X
printf $other | dd of=bad.zip bs=1 seek=$at conv=notrunc 2>/dev/null
filing verify bad.zip 2>/dev/null | jq -c .verdict
head -c $at zip/*.zip >cut.zip
filing verify cut.zip 2>&1 >/dev/null | head -n 1
say filing verify cut.zip -q | tail -n 1
