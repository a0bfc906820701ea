# Documents: registered, listed, ending, missing, not what they say.
. "$CASES/common"

stock
mkdir papers
echo 'the rules' >papers/rules.txt
{
	paper staff 1 '{headcount: 3}'
	paper chief-editor 1 '{until: "2026-12-01"}'
	paper platform-rules 1 '{digest: null, file: "rules.txt"}' | jq -c 'del(.digest)'
	paper convention 1 '{url: "https://example.cn/c", published_at: "2026-01-02"}'
	paper emergency-rules 1 '{until: "2026-10-01"}'
	paper review-rules 2 '{from: "2027-01-01"}'
	paper agreement 1
	paper agreement 2 '{from: "2026-06-01"}'
	paper statute 1
	paper support 1 '{digest: null}'
	paper support 2 '{file: "rules.txt"}'
	paper support 3 '{digest: null, file: "../papers/rules.txt"}'
	paper support 4 '{from: "soon"}'
} >in
say audit document --by chen --dir papers in | jq -cR 'fromjson? // . |
    if type == "object" then [.kind, .version, .verdict, (.findings | map(.code))] else . end'
echo '-- the same again, and another under its version'
{ paper staff 1 '{headcount: 3}'; paper staff 1 '{headcount: 4}'; } | audit document |
    jq -c '[.kind, [.findings[].code]]'
echo '-- listed'
audit list | jq -c '[.kind, .version, .standing, .days]'
audit list --kind agreement --as-of 2026-05-01 | jq -c '[.kind, .version, .standing, .days]'
say audit list --kind statute
echo '-- what they prove'
audit --clause PA-05 | rows
echo '-- and later'
audit --clause PA-05-1c --as-of 2026-12-24 | rows
