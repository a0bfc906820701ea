# Printable forms: one of each row that is not gone, by the number of the row; damage to one is seen.
. "$CASES/common"
jq '.filing = {accounts: {forms: true}, "account-system": {forms: true}}' p.json >q.json
forms() { filing-export make -p q.json --by chen -d d "$@" | jq -c '[.filing, .rows, .new, .gone]'; }
members() { unzip -Z1 "$1" | sed -n 's|^[^/]*/data/||p'; }
beian-store init
{
	account a '{name: "青柠<script>\"&", licenses: "<b>许可证\u202e12345</b>"}'
	account b '{id_number: "330102198501012044", province: "北京市"}'
	company c
} | verify register -q >out
echo '{"kind":"account-system","title":"制度","version":"1","from":"2026-01-01","digest":"'"$(printf '%064d' 0)"'"}' |
    norm-audit document --now 2026-11-24T08:00:00+08:00 -q >out
mkdir d
forms --now 2026-11-24T09:00:00+08:00
members d/*_330000_accounts_*.zip
members d/*_account-system_*.zip
members d/*_operators_*.zip 2>/dev/null
echo '-- the page'
unzip -p d/*_330000_accounts_*.zip '*/forms/000001.html' | sed -n '/<body>/,$p'
unzip -p d/*_account-system_*.zip '*/forms/000001.html' | grep -E '<h1>|编号|digest|SM3'
unzip -p d/*_330000_accounts_*.zip '*/forms/000001.html' | grep -cE 'src=|href=|https?:|url\(|<script'
echo '-- what is gone has none'
echo '{"account":"c","time":"2026-12-24T08:00:00+08:00"}' |
    acct-verify close -q -p q.json --now 2026-12-24T08:00:00+08:00 --by chen >out
account a '{name: "新名"}' | acct-verify register -q -p q.json --now 2026-12-24T08:00:00+08:00 --by chen >out
forms --now 2026-12-24T09:00:00+08:00 --kind accounts
members d/*_330000_accounts_20261224_1.zip | grep forms
unzip -p d/*_330000_accounts_20261224_1.zip '*/forms/000001.html' | grep -E '变更类型|账号名称'
filing-export verify d/*.zip | jq -r .verdict | uniq -c
echo '-- damage to a form'
unzip -qq d/*_330000_accounts_20261124_1.zip -d x
for how in 'echo >>' 'rm' 'cp x/*/data/forms/000001.html'; do
	cp -r x y
	case $how in
	cp*) cp y/*/data/forms/000001.html "$(echo y/*/data/forms)/000009.html" ;;
	rm) rm y/*/data/forms/000002.html ;;
	*) echo >>"$(echo y/*/data/forms/000002.html)" ;;
	esac
	(cd y && tar -c -f ../y.tar -- *)
	filing-export verify -q y.tar | jq -c '[.defects[] | [.code, (.member // "" | sub("^[^/]*/"; ""))]] | unique'
	rm -r y
done
