# What an inspection asks for: complaints and measures of a period, by whom, why, for which case.
. "$CASES/common"
. "$CASES/kinds"

stock
{
	echo '{"id":"c1","kind":"fraud","account":"a","content":"诈骗内容","complainant":"王小明","complainant_contact":"13800138000","channel":"app","time":"2026-11-20T10:00:00+08:00"}'
	echo '{"id":"c2","kind":"rumour","group":"g","content":"谣言","channel":"web","time":"2026-11-23T10:00:00+08:00"}'
	echo '{"id":"c3","kind":"other","user":"u","content":"其他","channel":"phone","time":"2026-11-24T08:30:00+08:00"}'
} | complaint receive --now 2026-11-24T09:00:00+08:00 --exit-zero >received
jq -c '[.id, .number, .verdict]' received
complaint accept --complaint c1 --id s1 --by wang --now 2026-11-24T09:10:00+08:00 >out
complaint decide --complaint c1 --id s2 --by wang --decision upheld --reason r --measure m1 \
    --now 2026-11-24T10:00:00+08:00 >out
x() { filing make -d d --now 2026-11-25T09:00:00+08:00 "$@"; }
period='--from 2026-11-24 --until 2026-11-25 --case 检-2026-7 --reason 来函检查'
echo '-- what is missing'
for o in '' '--from 2026-11-24 --until 2026-11-25' '--from 2026-11-24 --until 2026-11-25 --case 7' \
    '--from 2026-11-25 --until 2026-11-25 --case 7 --reason r' \
    '--from 2026-11-24 --until 2026-11-26 --case 7 --reason r' \
    '--from 2026-11-24 --until yesterday --case 7 --reason r'; do
	# shellcheck disable=SC2086  # words of a command
	say x --kind complaints $o
done
say filing-export make -p p.json --now 2026-11-25T09:00:00+08:00 -d d --kind inspection \
    --from 2026-11-24 --until 2026-11-25 --case 7 --reason r
say x --kind measures --from 2026-11-24
say filing --kind complaints
echo '-- all three go'
# shellcheck disable=SC2086  # words of a command
x --kind complaints --kind inspection --kind listings $period |
    jq -c '[.filing, .to, .clause, .clauses, .scope, .from, .until, .case, .rows]'
rows d/*complaints*.zip complaints | jq -c 'del(.target)'
unzip -p d/*complaints*.zip '*/data/complaints.csv' | sed -n 2p | tr -d '\r'
rows d/*inspection*.zip inspection | keys | sed -E 's/"evidence":"[0-9a-f<>]+"/"evidence":""/'
unzip -p d/*inspection*.zip '*/cover.html' |
    grep -E '报送对象|报送方式|依据条款|报送期间|案件' | sed 's/<[^>]*>/ /g; s/  */ /g'
echo '-- made again for the period, it says the same'
complaint feedback --complaint c1 --id s3 --by wang --channel app --content x \
    --now 2026-11-25T10:00:00+08:00 >out
echo '{"id":"f1","measure":"m1","by":"wang","reason":"x","basis":"y"}' |
    enforce lift --now 2026-11-25T10:00:00+08:00 >out
for k in complaints inspection; do
	rows d/*_${k}_*_1.zip $k >was
	# shellcheck disable=SC2086  # words of a command
	filing make -d d --now 2026-11-26T09:00:00+08:00 --kind $k $period --to '某市网信办' |
	    jq -c '[.filing, .to]'
	rows d/*_${k}_20261126_1.zip $k | cmp - was && echo same
done
echo '-- nothing of it waits'
filing --now 2026-11-26T09:00:00+08:00 | jq -r .kind | sort -u
filing list --kind complaints | jq -c '[.filing, .state, .case]'
filing receipt beian_example_330000_complaints_20261125_1 --rejected --number 1 --date 2026-11-26 \
    --reason '缺页' | jq -c .state
norm-audit journal --now 2026-12-01 --program filing-export --verb make |
    jq -c 'select(.what.case) | [.by, .what.kind, .what.to, .what.case, .what.reason, .what.masked]'
