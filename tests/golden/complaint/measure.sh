# Decisions and what follows: measures named or with the complaint as their cause, lifted, appealed.
. "$CASES/common"

m() {
	jq -cn --arg id "$1" '{id: $id, account: "a", kind: "suspend", ground: "law", clause: "PA-13-1",
	    operator: "wang", time: "2026-11-24T08:30:00+08:00", until: "2026-12-24"} + ('"${2:-{\}}"')' |
	    enforce apply -q --now "$NOW" >.measure
}
lift() { enforce lift --now "$NOW" --measure "$1" --by chen --reason wrong --basis L-1 >.lift; }
codes() { for i; do com show "$i" | told | keys; done; }

stock
{ c 1; c 2; c 3; c 4 '{account: "b"}'; c 5 '{account: null, user: "u"}'; c 6 '{account: null, user: "new"}'; } | com receive -q >out
for i in 1 2 3 4 5 6; do t "a$i" $i | com accept -q; done >out
m m1
m m2
m m3 '{account: null, user: "u", kind: "suspend-manager"}'
echo '-- on the target, on another, none'
com decide --complaint 4 --by li --decision upheld --reason r --measure m1 | short
com decide --complaint 1 --by li --decision upheld --reason r --measure m9 | short
com decide --complaint 1 --by li --decision upheld --reason r --measure m1 | short
com decide --complaint 5 --by li --decision upheld --reason r --measure m3 | short
codes 1 5
echo '-- it is lifted: the decision no longer stands'
lift m1
codes 1
com show 1 --as-of 2026-11-24T08:59:59+08:00 2>&1
echo '-- one that was lifted cannot be named'
com decide --complaint 2 --by li --decision upheld --reason r --measure m1 | short
echo '-- upheld, and nothing follows; then a measure has it for its cause'
com decide --complaint 2 --by li --decision upheld --reason r | short
codes 2
m m4 '{cause: "complaint:2"}'
codes 2
lift m4
codes 2
echo '-- an appeal is upheld: the measure is to be lifted'
com decide --complaint 3 --by li --decision upheld --reason r --measure m2 >out
com feedback --complaint 3 --by li --channel app --content x >out
com appeal --complaint 3 --by a --role accused --reason r >out
codes 3
com appeal --complaint 3 --by chen --outcome upheld --reason r >out
codes 3
lift m2
codes 3
echo '-- a user that was registered after it was complained of'
echo '{"user":"new","name":"小周","id_type":"resident-id","id_number":"510104197501200039","mobile":"13800138003"}' | verify register -q >out
m m6 '{account: null, user: "new", kind: "suspend-manager"}'
com decide --complaint 6 --by li --decision upheld --reason r --measure m6 | short
com show --user new | told
