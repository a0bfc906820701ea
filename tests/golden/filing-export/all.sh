# All kinds in one run: one archive each, one summary; the next run has nothing; a dry run.
. "$CASES/common"
. "$CASES/kinds"

stock
echo '{"kind":"account-system","title":"公众账号管理制度","version":"1","from":"2026-01-01","digest":"0000000000000000000000000000000000000000000000000000000000000001"}' |
    norm-audit document --now 2026-11-24T09:00:00+08:00 --exit-zero >out
echo '{"id":"c1","kind":"fraud","account":"a","content":"诈骗","channel":"app","time":"2026-11-24T08:30:00+08:00"}' |
    complaint receive --now 2026-11-24T09:00:00+08:00 --exit-zero >out
make() { filing make --now 2026-11-25T09:00:00+08:00 -d d "$@"; }
all='--kind accounts --kind operators --kind account-system --kind group-system --kind rules
    --kind contents --kind measures --kind listings --kind complaints --kind inspection
    --from 2026-11-24 --until 2026-11-25 --case 7 --reason r'
# shellcheck disable=SC2086  # words of a command
{
say make -n $all --summary sum | jq -Rc 'fromjson? | [.filing, .rows, .would, .state]'
jq -c '[.dry_run, .archives, .rows, .offices, .kinds]' sum
ls d
say make -v $all --summary sum | jq -Rc 'fromjson? // .' | jq -c 'if type == "object" then [.kind, .office, .rows, .state] else . end' | plain
plain <sum
stat -c %a sum
say filing verify -s store d/*.zip | jq -Rc 'fromjson? | .verdict' | sort | uniq -c
say make --summary sum
jq -c '[.archives, .unchanged, .unknown, .skipped]' sum
}
ln -s sum link
say make --summary link
say make --summary none/sum
echo '-- another file stands there, another office is unknown'
account n '{id_type: "passport", id_number: "E12345678", province: "月球"}' | verify register -q >out
account n2 '{id_number: "440103198804120028", name: "新二"}' | verify register -q >out
jq '.platform.province = ""' p.json >q.json
: >d/beian_example_330000_accounts_20261125_2.zip
say filing-export make -p q.json --now 2026-11-25T09:00:00+08:00 -d d --by chen --summary sum --kind accounts
jq -c '[.archives, .rows, .unchanged, .unknown, .skipped]' sum
