# Caps by subject, mobile and e-mail; by date; by exemption; closing makes room.
. "$CASES/common"

beian-store init
echo '-- one person, one account'
{ account p1; account p2 '{mobile: "13800138001"}'; } | verify register | jq -c '
    [.account, .verdict, [.findings[] | [.clause, .code, .field, .value, .limit]]]'
echo '-- an enterprise, registered in 2017 (50), 2018-03 (5), 2018-12 (2)'
{
	company e1
	company e2 '{registered_at: "2017-12-01"}'
	company e3 '{registered_at: "2018-03-01"}'
	company e4 '{registered_at: "2018-12-01"}'
	company e5 '{registered_at: "2017-11-02"}'
} >in
try verify register in
verify register -n in >again
verify register in | cmp - again && echo 'the same again'
echo '-- an organisation, by code and by uscc, is one'
{
	company o1 '{id_type: "org-code", id_number: "MAFWUCBA1", mobile: "13800138010", registered_at: "2026-03-22"}'
} | try verify
echo '-- e-mail: one; in capitals it is the same'
account m1 '{id_number: "330102198501012044", email: "a@example.cn", mobile: "13800138011"}' | try verify register
account m2 '{id_number: "440103198804120028", email: "A@EXAMPLE.cn", mobile: "13800138012"}' | try verify register
echo '-- mobile: five'
for i in 1 2 3 4 5 6 7; do
	company "f$i" "{subject_kind: \"government\", id_number: \"11510304MAFWUCBA1N\", mobile: \"+86 13800138020\", name: \"x\"}"
done | try verify register
echo '-- an exemption, and when it is in force'
say verify exempt --account p1 --extra 1 --from 2026-12-01 --until 2026-12-31 --approval 17 \
    --reason r --basis PA-07-3a | keys
account p2 '{mobile: "13800138001"}' | try verify register
account p2 '{mobile: "13800138001"}' | try acct-verify register --now 2026-12-31T23:59:59+08:00
account p3 '{mobile: "13800138001"}' | try acct-verify register --now 2026-12-31T23:59:59+08:00
account p3 '{mobile: "13800138001"}' | try acct-verify register --now 2027-01-01
echo '-- closing makes room'
for i in 1 2; do
	echo "{\"account\":\"p$i\",\"time\":\"2026-11-20\"}"
done | try verify close
account p4 '{mobile: "13800138001"}' | try verify register
echo '-- by today as it was'
company e9 | try verify --as-of 2017-11-30
