# What another policy would change, before it is filed: of groups and persons, and in sum.
. "$CASES/common"

stock
{
	create c1 small zhao
	create c2 mid zhao '{tier: "M", review: "automatic"}'
	create c3 shut qian
	for u in qian sun li; do join "s$u" small $u; done
	for u in qian sun li zhou wu guest; do join "m$u" mid $u; done
	op d dissolve shut qian
} | gc apply -q >out
cat >same <<'END'
{"group":{"rights":["mute"]}}
END
cat >new <<'END'
{"group":{"tiers":[{"tier":"S","members":3,"managers":2,"level":"B","review":"none"},
 {"tier":"M","members":50,"managers":5,"level":"B","review":"manual"}],"large_from":50,"page_from":5,"from":"2026-11-20",
 "join":[{"from":0,"mode":"open","qr":true},{"from":5,"mode":"approval"}],
 "persons":[{"verification":"unverified","create":0,"join":0,"large":0},{"create":1,"join":10,"large":0}],
 "grade":{"steps":[{"grade":"big","members":5,"activity":0},{"grade":"rest","members":0,"activity":0}]},
 "class":{"rules":[{"class":"lively","when":".members > 4"}]}}}
END
echo '-- nothing that is compared'
say gc check --compare -p same
echo '-- other caps'
gc check --compare -p new | jq -c 'del(.subject)' | LC_ALL=C sort
gc check --compare -p new --where '.group == "mid"' | jq -c .members
echo '-- when grace is over'
group-cap check --compare -p new --now 2027-01-01 | jq -c 'select(.before) | [.group, .before.cap, .after.cap]' | sort
echo '-- not without a policy'
say gc check --compare
