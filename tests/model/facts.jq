# A policy, and what is known of users and groups, in the words of group.awk.
# $of: policy, users (as registered), credit, listings or measures; $policy, $users: all of them.
def d: if . == null then "-" else tostring end;
def second: .[0:19];
# Of one user or group.
def owner($subject): if .user then "p" + $subject else "g" + .group end;
if $of == "policy" then
    (.credit.user | (.levels[] | ["PL", .level, .from, (.services | join(" "))]),
	(.mute | ["PM", .hours, .per_points, .free_points, .free_from, (.takes | join(" "))])),
    (.credit.group.levels[] | ["PG", .from, (.services | join(" "))]),
    (.group |
	["PX", .large_from],
	(.categories[] | ["PC", .category, (.members | d)]),
	(.tiers[] | ["PT", .tier, .members, .managers, .reserve // 0, .level, .review]),
	(.persons[] | ["PP"] + ([.verification, .level, .category, .create, .create_day, .large,
	    .join, .join_day, .members] | map(d))),
	(.join[] | ["PJ", .from, .mode, .qr]))
elif $of == "users" then ["U", .user, .subject]
elif $of == "credit" then
    ($policy[0].credit | [.user, .group | .deduct[], (.reward // [])[] * {reward: true}] |
	INDEX(.kind)) as $rules | ($users | INDEX(.user)) as $users |
    inputs, . | $rules[.kind] as $r |
    ["E", owner($users[.user // ""].subject), .time,
	if $r.reward then -$r.points else $r.points end]
elif $of == "listings" then .listed[] | ["L", .kind, .key, (.from | second), (.until | second)]
else	# one that limits functions brings listings of the user and of the subject
    ["M", (.subject as $s | .given | owner($s)), (.from | second), (.until // "-" | second),
	(.takes | join(" ")), .asks // ""],
    (select(.kind == "limit-functions") | (.given.user, .subject) as $key |
	["L", "member", $key, (.from | second), (.until | second)])
end | map(tostring) | join("\t")
