# Information pages: of groups of a size, of one; JSON, HTML, two languages, files that import takes.
. "$CASES/common"

stock
cat >p <<'END'
{"group":{"page_from":2},"platform":{"name":"青柠 <内容> 平台","contact":"compliance@example.com"}}
END
{
	create c1 g1 zhao '{name: "<b>城西 & \"骑行\"</b>", tier: "M", review: "automatic"}'
	create c2 g2 zhao '{group_code: "-lib_17"}'
	create c3 g3 qian '{category: "family", name: "rtl \u202egpj.exe"}'
	create c4 g4 qian
	join 1 g1 sun
	op 2 appoint g1 zhao '{target: "sun"}'
	join 3 g2 sun
	join 4 g3 sun
	join 5 g4 sun
	op 6 dissolve g4 qian
	create c5 g5 li
} | gc apply -q >out
gc grade -q >out
echo '-- as JSON: of two members and more, open'
say gc page -p p
echo '-- of one, whatever its size'
say gc page -p p --group g5
say gc page -p p --group g4
say gc page -p p --group none
echo '-- HTML: what a name holds is text'
gc page -p p --group g1 --html >zh
gc page -p p --group g1 --html --lang en >en
for f in zh en; do
	head -n 3 $f
	grep -o '<html[^>]*>\|<title>.*</title>\|<h1>.*</h1>\|<t[dh]>[^<]*</t[dh]>\|<d[dt]>[^<]*</d[dt]>' $f
	grep -cE '<script|src=|href=|url\(|@import' $f
done
gc page -p p --group g3 --html | grep -o 'rtl [^<]*' | head -n 1
echo '-- files'
say gc page -p p -d pages
mkdir pages
ln -s /nonexistent/elsewhere pages/group-000000001T.html
say gc page -p p -d pages
ls -l pages | awk 'NF > 2 { print $1, $9 }'
jq -c '[.group_code, .name, .members]' pages/*.json
gc page -p p --group g1 --html | cmp - pages/group-000000001T.html && echo 'the same'
gc page -p p -d pages --lang en >again
grep -o '<html[^>]*>' pages/group-000000001T.html
echo '-- the lines of it taken in: page and count are there'
gc import -p p again | jq -c '[.group, .verdict, .page, .page_members]'
gc check -p p | jq -c 'select(.group) | [.group, [.findings[] | select(.clause == "GR-08-2b") | .code]]'
join 7 g3 li | gc apply -q >out
gc check -p p | jq -c 'select(.group) | [.group, [.findings[] | select(.clause == "GR-08-2b") | [.code, .value, .limit]]]'
echo '-- suspended'
cat <<'END' | enforce apply --now $NOW -q >out
{"id":"m","group":"g1","kind":"suspend-publishing","until":"2026-12-01","ground":"law","clause":"c","time":"2026-11-24T08:00:00+08:00","operator":"w"}
END
gc page -p p --group g1 | jq -c '[.state, .members]'
