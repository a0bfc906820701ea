# A platform's groups and who is in them: taken in, replaced, again; what is refused and what for review.
. "$CASES/common"

stock
cat >groups <<'END'
{"group":"g1","name":"城西骑行","category":"interest","tier":"M","capacity":60,"capacity_until":"2027-01-01","mode":"consent","review":"automatic","code_shown":true,"roles_shown":true,"rights":["mute","remove","approve"],"activity":420,"stats_at":"2026-11-20","created_at":"2020-05-01"}
{"group":"g2","name":"二组","category":"work","group_code":"wx-20417","state":"active"}
{"group":"g3","category":"nothing"}
{"group":"g4","category":"work","tier":"XXL"}
{"group":"g4","category":"work","capacity":501}
{"group":"g5","category":"work","group_code":"wx-20417"}
{"group":"g5","category":"work","group_code":"000000001T"}
{"group":"g5","category":"work","group_code":"a b"}
{"group":"g5","category":"work","mode":"shut"}
{"group":"g5","category":"work","review":"some"}
{"group":"g5","category":"work","capacity":-1}
{"group":"g5","category":"work","created_at":"2026-11-25"}
{"group":"g5","category":"work","created_at":"yesterday"}
{"group":"g5","category":"work","stats_at":"yesterday"}
{"group":"g5","category":"work","name":"a\nb"}
{"group":"","category":"work"}
{"group":"g6","category":"work","state":"closed"}
{"group":"g8","category":"work","state":"gone"}
{"group":"g8","category":"work","activity":"many"}
{"group":"g8","category":"work","page_members":-1}
{"group":"g7","category":"work","verdict":"reject","findings":[{"code":"theirs","verdict":"reject"}]}
{"name":"nobody"}
END
cat >seats <<'END'
{"group":"g1","user":"zhao","role":"owner","joined_at":"2020-05-01"}
{"group":"g1","user":"qian","role":"manager","joined_at":"2020-05-02","verification":"invite"}
{"group":"g1","user":"sun","joined_at":"2020-06-01","verification":"qr"}
{"group":"g1","user":"li","role":"管理者","verification":"consent"}
{"group":"g1","user":"guest","role":"成员"}
{"group":"g1","user":"zhou","role":"owner"}
{"group":"g1","user":"zhao","role":"member"}
{"group":"g1","user":"wu","role":"king"}
{"group":"g1","user":"wu","verification":"odd"}
{"group":"g1","user":"wu","joined_at":"2026-11-25"}
{"group":"g1","user":"","role":"member"}
{"group":"nowhere","user":"wu"}
{"group":"g6","user":"wu"}
{"group":"g2","user":"zhao2","role":"建立者"}
END
taken() {
	jq -cR 'fromjson? // . | if type == "object" then [.group, .user, .verdict, .group_code, .would,
	    [.findings[] | [.code, .field, .value, .limit] | map(select(. != null))]] | map(select(. != null)) else . end'
}
echo '-- a dry run'
gc import -n groups 2>/dev/null | jq -r .would | sort | uniq -c
say gc list
echo '-- groups'
say gc import groups | taken
echo '-- seats'
say gc import seats | taken
gc show --group g1 | sed 's/"by":"[^"]*"/"by":"WHO"/'
gc list --members | jq -c 'del(.subject)'
echo '-- again nothing changes'
beian-store check | jq -c '.journal // .' >was
gc import -q groups seats >out 2>err
beian-store check | jq -c '.journal // .' | cmp - was && echo 'the same'
echo '-- known ones: what is given replaces'
cat >more <<'END'
{"group":"g1","name":"城西夜骑","page":"https://example.cn/g1","page_members":5}
{"group":"g1","page_members":6}
{"group":"g1","grade":"B","class":"family"}
{"group":"g1","grade":"D","class":"interest"}
{"group":"g1","tier":"S"}
{"group":"g1","tier":"L","capacity":120}
{"group":"g1","tier":"S","capacity":3}
{"group":"g1","group_code":"000000001T"}
{"group":"g1","group_code":"other"}
{"group":"g1","user":"sun","role":"manager"}
{"group":"g1","user":"qian","role":"member"}
{"group":"g1","user":"li","verification":"real-name"}
{"group":"g2","state":"closed"}
{"group":"g2","state":"closed"}
{"group":"g2","name":"again"}
{"group":"g2","user":"zhao2","role":"owner"}
END
say gc import more | taken
gc show --group g1 | jq -c '[.name, .tier, .capacity, .limit, .members, .managers, .grade, .class, .page_members]' | head -1
gc show --group g2 | jq -c '[.state, .what]'
gc list --persons | jq -c '[.joined, .created, .large]' | sort | uniq -c
say gc recount
