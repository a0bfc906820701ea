# A personal column leaves whole only when the template names it with its basis, and on a name.
. "$CASES/common"

fill
rows1() { rows d/*110000_accounts*.zip accounts | jq -c '[.account, .subject_name, .id_number, .mobile]'; }
filing make -d d >out
rows1
jq '.filing.accounts.columns = [{member: "account", title: "账号ID"},
    {member: "id_number", title: "证件号码", reveal: true, basis: "PA-07-1c"},
    {member: "mobile", title: "手机"}]' p.json >q.json
mv q.json p.json
mkdir e
say filing-export make -p p.json --now 2026-11-24 -d e --full
say filing make -d e --full
say filing make -d e --full --reason '首次备案' --basis PA-07-1c --office 11 --kind accounts | plain
rows e/*.zip accounts
unzip -p e/*.zip '*/data/datapackage.json' | jq -c '[.resources[0].schema.fields[] | [.name, .title, .masked]]'
jq '.filing.accounts.columns[1] |= del(.basis)' p.json >q.json
say filing-export make -p q.json --by chen --reason r --basis b -d e --full
