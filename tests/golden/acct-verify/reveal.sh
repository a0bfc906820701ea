# Names and numbers only with a ground, and the journal has it first.
. "$CASES/common"

count() { beian-store | jq -c '[.journal, .tables.journal.entries]'; }
beian-store init
account a '{email: "a@example.cn", operator_name: "李华", operator_id_type: "resident-id",
    operator_id_number: "330102198501012044"}' >in
verify register in | keys
count
verify list | grep -cE '1990|2044|王小明|李华'
why='--reason case --basis PA-16-1'
# shellcheck disable=SC2086  # words of a command
{
say verify --reveal $why in | keys
count
say verify list --reveal $why | keys
count
say verify show --reveal $why a | keys | head -n 1
count
account a '{id_number: "330102198501012044", email: null}' >two
say verify register --reveal $why two | keys
}
count
echo '-- not in what the store shows'
grep -acE '330102199003071230|13800138000|a@example' store/data.mdb
beian-store check | keys
