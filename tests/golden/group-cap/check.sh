# What is wrong with groups and persons: each code, with one beside it of which it is not said; plans; grace.
. "$CASES/common"

stock
# group ID [MEMBERS]: of which nothing is to be said but that it has no owner yet.
group() {
	jq -cn --arg g "$1" '{group: $g, name: "组", category: "work", code_shown: true, roles_shown: true,
	    rights: ["approve", "mute", "remove", "pin"], activity: 5, stats_at: "2026-11-01",
	    grade: "D", class: "work", created_at: "2020-05-01"} + ('"${2:-{\}}"') | with_entries(select(.value != null))'
}
# seat GROUP USER [MEMBERS]
seat() {
	jq -cn --arg g "$1" --arg u "$2" '{group: $g, user: $u, joined_at: "2020-05-02",
	    verification: "consent"} + ('"${3:-{\}}"') | with_entries(select(.value != null))'
}
cat >p <<'END'
{"group":{"tiers":[{"tier":"S","members":2,"managers":1,"reserve":0,"level":"B","review":"none"},
 {"tier":"M","members":3,"managers":1,"reserve":0,"level":"B","review":"automatic"},
 {"tier":"L","members":6,"managers":2,"reserve":0,"level":"A","review":"manual"}],"large_from":4,"page_from":3,
 "persons":[{"verification":"unverified","create":0,"large":0,"join":2,"members":0},
 {"level":"A","create":30,"large":1,"join":40,"members":6},{"create":30,"large":0,"join":40,"members":3}],
 "from":"2026-11-01","grace_days":30,"grade":{"hysteresis":0}}}
END
{
	group good
	group category '{category: "nothing", class: null}'
	group no-activity '{activity: null}'
	group old-activity '{stats_at: "2026-10-01"}'
	group old-enough '{stats_at: "2026-10-24"}'
	group no-day '{stats_at: null}'
	group grade '{grade: "A"}'
	group class '{class: "family"}'
	group over
	group over-tier '{tier: "L", review: "manual", reviewed_by: "c", reviewed_at: "2026-11-01", page: "x", page_members: 7}'
	group ended '{tier: "M", review: "automatic", capacity: 3, capacity_until: "2026-11-10", page: "x", page_members: 3}'
	group managers
	group code '{group_code: "platform-1"}'
	group hidden '{code_shown: false}'
	group shown-unsaid '{code_shown: null}'
	group labels '{roles_shown: false}'
	group labels-unsaid '{roles_shown: null}'
	group rights '{rights: ["mute"]}'
	group rights-unsaid '{rights: null}'
	group page '{tier: "M", review: "automatic"}'
	group page-count '{tier: "M", review: "automatic", page: "x", page_members: 4}'
	group page-right '{tier: "M", review: "automatic", page: "x", page_members: 3}'
	group review '{tier: "M"}'
	group nobody
	group unfit
	group unfit2
	group level '{tier: "L", review: "manual", reviewed_by: "c", reviewed_at: "2026-11-01"}'
	group manager
	group listed
	group shut
	group joins
} >groups
{
	jq -r .group groups | while read -r g; do
		case $g in
		nobody) ;;
		unfit) seat $g wu '{role: "owner", verification: null}'; seat $g guest '{role: "manager"}' ;;
		unfit2)	seat $g wu '{role: "owner"}'; seat $g qian '{role: "manager", joined_at: "2021-05-01"}' ;;
		level) seat $g zhou '{role: "owner"}' ;;
		*) seat $g zhao '{role: "owner", verification: null}' ;;
		esac
	done
	for u in qian sun; do
		for g in over ended page page-count page-right; do seat $g $u; done
	done
	for u in qian sun li zheng wang zhou; do seat over-tier $u; done
	for u in qian sun; do seat managers $u '{role: "manager"}'; done
	seat manager li '{role: "manager"}'
	seat joins qian '{verification: null}'
	seat joins sun '{verification: null}'
} >seats
gc import -q -p p groups seats >out 2>err
jq -r '[.group, .user] + [.findings[].code] | select(.[2]) | @tsv' out
for u in wu:subject li:manager; do
	set -- "${u#*:}" "${u%:*}"
	[ $1 = manager ] || set -- subject "$(jq -r 'select(.user == "wu") | .subject' .stock)"
	blacklist add --now $NOW --$1 $2 --ground law --basis b --reason r --by w --from now --until 2027-11-24 -q >out
done
blacklist add --now $NOW --group listed --alone x --ground law --basis b --reason r --by w --from now --until 2027-11-24 -q >out
cat <<'END' | enforce apply --now $NOW -q >out
{"id":"1","user":"zhou","kind":"lower-credit","points":30,"ground":"law","clause":"c","time":"2026-11-24T08:00:00+08:00","operator":"w"}
{"id":"2","group":"shut","kind":"close-group","ground":"law","clause":"c","time":"2026-11-24T08:00:00+08:00","operator":"w"}
END
brief() {
	jq -c 'select(.group) | [.group, .verdict, .cap, .plan, [.findings[] | [.code, .verdict, .value, .limit] | map(select(. != null))]]'
}
echo '-- groups that were never graded'
gc check -p p --all | jq -c 'select(.group) | [.findings[].code] | select(index("grade-mismatch") == null)' | wc -l
gc grade -p p -q >out
echo '-- groups'
gc check -p p >said
echo "= $?"
brief <said
echo '-- of these nothing is said'
gc check -p p --all | jq -c 'select(.group and .verdict == "pass") | .group'
echo '-- whole lines'
gc check -p p --where '.group == "unfit2"'
gc check -p p --all --where '.joined > 20' | keys
echo '-- grace is over: a month after the caps, or after the end of a capacity'
for day in 2026-11-30 2026-12-01 2026-12-10; do
	group-cap check -p p --now $day --where '.cap != "ok"' | jq -c '[.group, .cap, .verdict, [.findings[] | select(.code | test("cap-")) | .code]]'
done
echo '-- persons'
cat >q <<'END'
{"group":{"persons":[{"verification":"unverified","create":0,"large":0,"join":0,"members":0},
 {"create":26,"large":0,"join":5,"members":500}],"large_from":50,"from":"2026-11-01","grace_days":30}}
END
gc check -p q --where '.joined' | jq -c '[.joined, .join_limit, .created, .create_limit, .large, .large_limit, .level, .cap, .plan, [.findings[] | [.code, .verdict, .value, .limit]]]' | sort
gc check -p q --where '.user' | head -c 400
gc check -p q --where '.user' --now 2026-12-02 | jq -c '[.user, .cap, .verdict]'
echo '-- exit statuses'
gc check -p p --where '.group == "good"'; echo "= $?"
gc check -p p --where '.group == "hidden"' -q >out; echo "= $?"
gc check -p p --where '.group == "labels-unsaid"' -q >out; echo "= $?"
