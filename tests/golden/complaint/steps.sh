# A complaint from its receipt to the end of an appeal, by records and by options.
. "$CASES/common"

stock
{ c 1; c 2; } | com receive -q >out
echo '-- by records'
t s1 1 '{decision: "accepted"}' | com accept | short
t s2 1 '{decision: "partial", reason: "half of it"}' | com decide | short
t s3 1 '{channel: "app", content: "you are half right"}' | com feedback | short
t s4 1 '{role: "complainant", reason: "all of it is"}' | com appeal | short
t s5 1 '{outcome: "rejected", reason: "it is not"}' | com appeal | short
t s6 1 '{role: "accused", reason: "none of it is"}' | com appeal | short
t s7 1 '{role: "accused", outcome: "upheld", reason: "so it is"}' | com appeal | short
com show 1 | jq -c '[.stage, .decision, .overturned], .steps[]'
echo '-- given again'
t s2 1 '{decision: "partial", reason: "half of it"}' | com decide | short
t s2 1 '{decision: "upheld", reason: "half of it"}' | com decide | short
echo '-- by options, and by its number'
com accept --complaint 2 --by li --decision refused --reason 'not for us' | short
com accept --complaint 2 --by li --decision refused --reason 'not for us' | short
com feedback --complaint 2 --by li --channel mail --content 'not for us' --id f --time 2026-11-24T09:00:00+08:00 | short
com appeal --complaint 2 --by wang --role complainant --reason 'but yes' | short
com appeal --complaint 2 --by chen --outcome upheld --reason 'right' | short
com show 2 | jq -c '[.stage, .overturned], .steps[]'
echo '-- a digest instead of what was sent'
c 3 | com receive -q >out
com accept --complaint 3 --by li >out
com decide --complaint 3 --by li --decision rejected --reason none -n | jq -c '[.stage, .would]'
com decide --complaint 3 --by li --decision rejected --reason none | jq -c '[.stage, .would]'
com feedback --complaint 3 --by li --channel app --digest "$(printf x | openssl dgst -sm3 -r | cut -c1-64)" | short
echo '-- how it stood'
for at in 2026-11-24T08:59:59+08:00 2026-11-24T09:00:00+08:00; do
	say com show 3 --as-of $at | jq -cR 'fromjson? // . | .stage? // .'
done
echo '-- in the journal'
beian-store check | jq -c '[.damaged, .chain]'
echo '-- in Chinese'
c 4 | com receive -q >out
com accept --complaint 4 --by li --decision 不予受理 --reason 不属受理范围 | short
com feedback --complaint 4 --by li --channel 电话 --content x | short
com appeal --complaint 4 --by li --role 投诉人 --reason r | short
com appeal --complaint 4 --by li --outcome 维持原决定 --reason r | short
com show 4 | jq -c '.steps[] | [.decision, .channel, .role, .outcome]'
