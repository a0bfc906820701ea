# Management systems and rules: to which office, with the files they are, unfiled ones found.
. "$CASES/common"
. "$CASES/kinds"

stock
mkdir docs
echo '公众账号管理制度 第一版' >docs/a.txt
echo '群组管理制度' >docs/g.pdf
echo '平台公约' >docs/c.txt
doc() { norm-audit document --dir docs --now "$1"; }
{
	echo '{"kind":"account-system","title":"公众账号管理制度","version":"1","from":"2026-01-01","url":"https://example.cn/a","published_at":"2026-01-02","file":"a.txt"}'
	echo '{"kind":"group-system","title":"群组管理制度","version":"1","from":"2026-02-01","file":"g.pdf"}'
	echo '{"kind":"convention","title":"平台公约","version":"3","from":"2026-02-01","url":"https://example.cn/c","published_at":"2026-02-01","file":"c.txt"}'
} | doc 2026-11-24T09:00:00+08:00 | jq -c '[.kind, .verdict, [.findings[].code]]'
s() { filing-export -p p.json --now "$@" | jq -c 'select(.kind | test("system|rules")) |
    [.office, .kind, .clause, .rows, .new, .changed, .gone, .verdict, (.findings[] | .clause, .code)]'; }
s 2026-11-24T10:00:00+08:00
filing make -d d --kind account-system --kind group-system --kind rules --documents docs |
    jq -c '[.filing, .clause, .scope, .rows]'
for k in account-system group-system rules; do
	rows d/*_${k}_*.zip $k | keys
	unzip -Z1 d/*_${k}_*.zip | grep documents | sed 's/^[^/]*//'
	unzip -p d/*_${k}_*.zip "*/data/documents/*"
done
unzip -p d/*account-system*.zip '*/data/policy.json' | jq -r .platform.name
unzip -p d/*account-system*.zip '*/data/account-system.csv' | keys | tail -n 1 | tr -d '\r'
s 2026-11-25T10:00:00+08:00
say filing make -d d --kind account-system --documents docs
echo '-- a new version; a file that is not the one that was registered'
echo '公众账号管理制度 第二版' >docs/a2.txt
echo '{"kind":"account-system","title":"公众账号管理制度","version":"2","from":"2026-11-25","file":"a2.txt"}' |
    doc 2026-11-24T11:00:00+08:00 | jq -c '[.kind, .verdict]'
s 2026-11-24T11:00:00+08:00
s 2026-11-25T11:00:00+08:00
echo x >>docs/a2.txt
mk() { filing-export make -p p.json --now 2026-11-25T11:00:00+08:00 -d d --kind account-system "$@"; }
say mk --documents docs -v 2>&1 | plain
say mk --documents none
find d -name '*account-system*' | grep -c .
rm docs/a2.txt
ln -s a.txt docs/a2.txt
say mk --documents docs
mk | jq -c '[.filing, .scope, .rows, .new, .gone]'
rows d/*account-system*_20261125_1.zip account-system | jq -c '[.change, .version, .from]'
echo '-- to the national office'
jq '.filing = {system_office: "national"}' p.json >q.json
filing-export -p q.json --now 2026-11-25T12:00:00+08:00 |
    jq -c 'select(.kind | test("system")) | [.office, .office_name, .kind, .rows, .verdict]'
filing-export make -p q.json --now 2026-11-25T12:00:00+08:00 -d d --office 100000 --by chen |
    jq -c '[.filing, .office, .rows]'
unzip -p d/*100000_group-system*.zip '*/cover.html' | grep 备案机关 | sed 's/<[^>]*>/ /g; s/  */ /g'
say filing-export verify -s store d/*100000_*.zip | jq -Rc 'fromjson? | .verdict'
filing list --office 国家互联网信息办公室 | jq -c '[.filing, .state]'
jq '.platform.province = "100000"' p.json >q.json
say filing-export -p q.json --now 2026-11-25T12:00:00+08:00 --kind group-system
echo '-- rules, by the revision of 2021'
jq '.norms = {on: ["PA-2017", "GR-2017", "PA-2021"]}' p.json >q.json
filing-export -p q.json --now 2026-11-25T12:00:00+08:00 | jq -r .kind | sort -u | tr '\n' ' '
echo
filing-export -p p.json --now 2026-11-25T12:00:00+08:00 | jq -r .kind | sort -u | tr '\n' ' '
echo
