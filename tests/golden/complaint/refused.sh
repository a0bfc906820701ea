# Every finding about a complaint: what rejects it, and what is for review and kept all the same.
. "$CASES/common"

stock
{
	c target '{account: null}'
	c long "{account: (\"x\" * 401)}"
	c time '{time: null}'
	c when '{time: "yesterday"}'
	c future '{time: "2026-11-24T09:00:01+08:00"}'
	c old '{time: "1999-12-31"}'
	c kind '{kind: "rudeness"}'
	c nokind '{kind: null}'
	c content '{content: null}'
	c channel '{channel: "fax"}'
	c nochannel '{channel: null}'
	c unregistered '{account: "z"}'
	c user '{account: null, user: "v"}'
	c group '{account: null, group: "h"}'
	c earlier '{verdict: "reject", findings: [{code: "theirs", verdict: "reject"}]}'
	c many '{attachments: ["a"]}'
	c longkind '{kind: ("诈" * 100)}'
} >in
say com receive in | jq -cR 'fromjson? // . | if type == "object" then
    [.id, .verdict, .number, [.findings[] | [.clause, .code, .field, .message]]] else . end'
echo '-- no record'
cat >odd <<'END'
{"account":"a","kind":"fraud"}
{"id":"","account":"a"}
{"id":5,"account":"a"}
{"id":"x","account":"a","complainant":7}
{"id":"x","account":"a","attachments":[1]}
{"id":"x","account":"a","channel":7}
nothing
END
say com receive odd
echo '-- what was kept'
com list | jq -c '[.complaint, .number, (.kind | length)]'
