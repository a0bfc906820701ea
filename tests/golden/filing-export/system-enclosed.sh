# Documents with their files: what is enclosed is what was registered, or there is no archive.
. "$CASES/common"
beian-store init
mkdir d docs docs/sub.d
echo 'v1 账号' >docs/a.PDF
echo 'v1 群组' >docs/sub.d/noext
echo 'rules' >docs/rules.tar.gz
echo 'convention' >docs/公约.Docx
echo 'agreement' >docs/agree.toolong
# doc KIND FILE
doc() {
	jq -cn --arg k "$1" --arg f "$2" '{kind: $k, title: $k, version: "1", from: "2026-01-01", file: $f,
	    url: "https://example.cn/", published_at: "2026-01-01"}'
}
{
	doc account-system a.PDF
	doc group-system sub.d/noext
	doc platform-rules rules.tar.gz
	doc convention 公约.Docx
	doc agreement agree.toolong
} | norm-audit document --now 2026-11-24T08:00:00+08:00 -p p.json --dir docs -q | jq -c '[.kind, .verdict]'
systems='--kind account-system --kind group-system --kind rules'
enclosed() {
	for f in d/*.zip; do
		unzip -Z1 "$f" | sed -n 's|^[^/]*/data/\(documents.*\)|\1|p' | while read -r name; do
			echo "$name $(unzip -p "$f" "*/data/$name")"
		done
	done
}
# make: what was made, what was said
make() {
	rm -rf d store2 && mkdir d && cp -r store store2
	# shellcheck disable=SC2086  # several options
	say filing make -s store2 -d d $systems "$@" | jq -Rr 'fromjson? // . | if type == "object" then .filing else . end'
}
make
enclosed
echo '-- with their files'
make --documents docs
enclosed
for f in d/*.zip; do
	unzip -p "$f" '*/data/*.jsonl' | jq -r .digest
	unzip -p "$f" '*/manifest-sm3.txt' | grep documents/
done
filing-export verify d/*.zip | jq -r .verdict
echo '-- a new convention, without a file: only what changed goes along, by its number'
echo '{"kind":"convention","title":"c","version":"2","from":"2026-11-02","url":"https://example.cn/","published_at":"2026-11-02",
    "digest":"'"$(printf '%064d' 0)"'"}' | tr -d '\n' | norm-audit document --now 2026-11-24T08:30:00+08:00 -p p.json -s store2 -q >out
echo 'agreement 2' >docs/agree2
doc agreement agree2 | jq -c '.version = "2" | .from = "2026-11-03"' |
    norm-audit document --now 2026-11-24T08:30:00+08:00 -p p.json -s store2 --dir docs -q >>out
say filing make -s store2 -d d --kind rules --documents docs | jq -Rr 'fromjson? // . | if type == "object" then .filing else . end'
rm d/*_1.zip
enclosed
unzip -p d/*_2.zip '*/data/*.jsonl' | jq -c '[.seq, .change, .kind, .version]'
echo '-- one was changed, one is missing'
echo 'v2' >docs/a.PDF
mv docs/公约.Docx docs/old
make --documents docs
enclosed
echo '-- a link, a folder, a FIFO in its place'
rm docs/a.PDF docs/sub.d/noext
ln -s ../p.json docs/a.PDF
mkdir docs/sub.d/noext
mkfifo docs/公约.Docx
make --documents docs
echo '-- no such folder'
make --documents nowhere
ls d
