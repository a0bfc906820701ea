# Archives: a full filing, then what changed; the office's answer; what is listed and verified.
. "$CASES/common"

fill
filing make -n -d d | jq -c '[.filing, .scope, .rows, .would, .sha256]'
ls d
say filing make -v -d d | plain
ls d
for f in d/*330000_accounts*.zip; do
	unzip -Z1 "$f" | sed 's/^[^/]*//' | sort
	rows "$f" accounts
	unzip -p "$f" '*/data/accounts.csv' | head -n 1 | cut -c 4-
	unzip -p "$f" '*/data/accounts.csv' | grep -c "'+青柠"
	unzip -p "$f" '*/bag-info.txt' | plain
done
rows d/*operators*.zip operators
say filing make -d d
say filing verify d/*.zip | plain
say filing verify -s store d/*330000_accounts*.zip | jq -Rc 'fromjson? | [.verdict, .whole_file]'
echo '-- one changed, one new, one gone'
{
	account a '{name: "新名"}'
	account f '{id_number: "440103198804120028"}'
} | verify register -q >out
echo '{"account":"c","time":"2026-11-24T08:00:00+08:00"}' | verify close >out
filing | jq -c '[.office, .kind, .rows, .new, .changed, .gone, .last_at, .state, .verdict]'
say filing make -d d --office 33 --kind accounts | jq -Rc 'fromjson? | [.filing, .scope, .rows, .new, .changed, .gone]'
rows d/*330000_accounts*_2.zip accounts | jq -c '[.change, .account, .name]'
echo '-- the office answers'
say filing receipt beian_example_330000_accounts_20261124_2 --rejected --number 8 --date 2026-11-25 --reason '缺少附件' | plain
filing make -d d --office 33 --kind accounts | jq -c '[.filing, .scope, .rows, .new, .changed, .gone]'
say filing receipt beian_example_330000_accounts_20261124_3 --accepted --number 9 --date 2026-11-26 | plain
say filing receipt beian_example_330000_accounts_20261124_3 --accepted --number 9 --date 2026-11-26 | tail -n 1
say filing receipt beian_example_330000_accounts_20261124_3 --rejected --number 9 --date 2026-11-26 --reason x
say filing receipt beian_example_330000_accounts_20261124_9 --accepted --number 9 --date 2026-11-26
filing list | jq -c '[.filing, .state, .receipt]'
filing list --state accepted --office 33 --kind accounts | jq -r .filing
filing make -d d --full --office 33 --kind accounts | jq -c '[.filing, .scope, .rows]'
