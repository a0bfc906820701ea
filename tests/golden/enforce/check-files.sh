# Records of a platform beside the measures in force.
. "$CASES/common"

stock
{
	m 1 a suspend '{until: "2026-12-01"}'
	m 2 b limit '{until: "2026-12-01"}'
	m 3 null close-group '{account: null, group: "g"}'
	m 4 null suspend-manager '{account: null, user: "u", until: "2026-12-01"}'
} | enf apply -q >taken
cat >in <<'END'
{"account":"a","state":"active"}
{"account":"a","state":"suspended"}
{"account":"a","state":"closed"}
{"account":"a","state":"odd"}
{"account":"a"}
{"account":"a","rights":["interact","publish"]}
{"account":"b","state":"active","rights":["publish"]}
{"account":"b","rights":["recommend"]}
{"group":"g","state":"suspended","rights":["post"]}
{"group":"g2","state":"active"}
{"user":"u","rights":["join"]}
{"user":"u","rights":["manage"]}
{"user":"nobody"}
{"account":"unknown","state":"active"}
{"name":"nobody"}
END
say enf check in
echo '-- when all has ended'
enforce check --now $NOW --as-of 2026-12-01 - <in 2>/dev/null | jq -c '[.verdict, .after, [.findings[].code]]'
