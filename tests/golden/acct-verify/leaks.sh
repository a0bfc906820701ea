# Numbers do not get out: not by closing, not with stars behind them, not of users' operators.
. "$CASES/common"

beian-store init
account a | verify register -q >out
echo '{"account":"a","time":"2026-11-20","id_number":"330102199003071230","mobile":"13812345678","email":"a.b@example.cn","operator_id_number":"11010519491231002X"}' |
    verify close | jq -c '[.id_number, .mobile, .email, .operator_id_number, .verdict]'
account b '{id_number: "330102199003071230**", mobile: "13812345678**", email: "zhang.san@example.cn***", operator_id_number: "11010519491231002X**"}' |
    verify | jq -c '[.id_number, .mobile, .email, .operator_id_number, .verdict]'
echo '{"user":"u","name":"11010519491231002X","operator_id_number":"11010519491231002X"}' |
    verify --no-store | jq -c '[.operator_id_number, (.findings | map(.code) | index("name-identity") != null)]'
echo '-- a key that was not made here'
account c '{subject: "0123456789abcdef0123456789abcdef"}' | verify --no-store | jq -c .subject
echo '-- a real name lies sealed'
echo '{"user":"u2","name":"王小明","id_type":"resident-id","id_number":"330102199003071230","mobile":"13800138000","agreement":"1","agreed_at":"2026-01-01"}' |
    verify register | jq -c .verdict
grep -c 王小明 store/data.mdb
verify list --users | jq -c '[.user, .name]'
