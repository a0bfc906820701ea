# Takes events: score, level and services of the subject, once, in whatever order they come.
. "$CASES/common"

stock
{
	e 1 rumour '{time: "2026-11-01"}'
	e 2 clickbait '{account: "b"}'
	e 3 rumour '{account: "c", time: "2026-11-21T08:30:00+08:00"}'
	e 4 flooding '{account: null, user: "u"}'
	e 5 unmanaged '{account: null, group: "g"}'
	e 6 lower-credit '{account: "b", points: 30}'
	e 7 降低信用等级 '{account: null, user: "u", points: 0}'
	e 8 account-trading '{account: "b", time: "2026-11-24T09:00:00+08:00"}'
	e 9 clickbait '{points: 99}'
} >in
echo '-- a dry run'
cs apply -n in | short
say cs list
echo '-- taken'
cs apply in >one
jq -c '[.id, .credit, .level, .services]' one
echo '-- again'
cs apply in | cmp - one && echo 'the same'
cs list | owners
echo '-- the other way round'
cs list | owners >was
mkdir other
BEIAN_STORE=other/store
stock
awk '{ line[NR] = $0 } END { for (i = NR; i > 0; i--) print line[i] }' in | cs apply >two
cs list | owners | cmp - was && echo 'the same'
say cs rebuild
echo '-- an id with another content'
e 1 rumour '{time: "2026-11-02"}' | try cs apply
echo '-- every byte of what is not ours'
printf '%s\n' '{ "id":"10",  "kind":"vulgar","account":"a","time":"2026-11-23","n":12345678901234567890,"t":"\u4e2d" }' |
    cs apply
echo '-- as a table'
printf '编号,账号,事由,时间\n11,a,rumour,2026-11-24 08:30\n' |
    say cs apply --map 编号=id,账号=account,事由=kind,时间=time
echo '-- in the journal'
beian-store check | jq -c '[.damaged, .chain]'
