# What is found in a line: it is kept all the same, and says so on its way out.
. "$CASES/common"

beian-store init
{
	log none '' '{time: null}'
	log word '昨天晚上'
	log ahead 2026-11-24T09:05:00+08:00
	log future 2026-11-24T09:05:01+08:00
	log far 9999-12-31T23:59:59+08:00
	log old 2001-02-03
	log owner 2026-11-23 '{account: null}'
	log group 2026-11-23 '{account: null, group: "g"}'
	log user 2026-11-23 '{account: null, user: "u"}'
	log empty 2026-11-23 '{account: ""}'
	log subject 2026-11-23 '{account: null, subject: "0123456789abcdef0123456789abcdef"}'
	log both '' '{account: null, time: null}'
	log theirs 2026-11-23 '{verdict: "reject", findings: [{clause: "c", code: "theirs", verdict: "reject", by: "x", message: "m"}]}'
	log theirs2 2026-13-23 '{verdict: "pass", findings: []}'
	log right 2026-11-23
} >in
say rp store log in
files
texts
echo '-- how many'
rp store log -v in 2>&1 >out | tail -n 2
echo '-- the policy says how far ahead a line may be'
echo '{"retain":{"ahead_seconds":0}}' >p
{ log now $NOW; log later 2026-11-24T09:00:01+08:00; } | keep log -p p | jq -c '[.id, .findings[]?.code]'
