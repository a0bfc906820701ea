# group.awk: what group-cap answers to a history of operations, slowly, from the text of
# lib/group.h.  Input: facts, then the operations (JSON Lines without escapes).  Facts, with tabs:
#   U user person			of a person that is verified
#   E owner time points			points off (below 0: on); of "p" person or "g" group
#   L kind key from until		a listing: subject, member, manager, creator or group
#   M target from until services asks	a measure on "p" person or "g" group; until "-": none
#   and the policy: PC category members; PT tier members managers reserve level review;
#   PP verified level category create create_day large join join_day members; PJ from mode qr;
#   PX large_from; PL level from services (of persons); PG from services (of groups);
#   PM hours per_points free_points free_from services (of a mute).  "-" is what is not given.
# Variables: now (the latest time), dir: where to write DIR/groups, DIR/members, DIR/persons.
# With tests/platform/time.awk.  Prints: id verdict codes membership members limit joined
# created code.  What must never be ends it with status 1.
function get(s, m,	i) {
	m = "\"" m "\":"
	i = index(s, m)
	if (i == 0)
		return ""
	s = substr(s, i + length(m))
	if (substr(s, 1, 1) == "\"") {
		s = substr(s, 2)
		return substr(s, 1, index(s, "\"") - 1)
	}
	match(s, /^-?[0-9]+/)
	return substr(s, 1, RLENGTH)
}
function has(list, word) { return index(" " list " ", " " word " ") > 0 }
function wrong(what) {
	print "group.awk: " id ": " what >"/dev/stderr"
	failed = 1
	exit 1
}

# ---- What is known of persons and groups at an instant.

function person_of(u) { return u in subject ? subject[u] : "@" u }
function verified(p) { return substr(p, 1, 1) != "@" }
# Sets score, and muted: until when.
function weigh(owner, t,	i, n, d) {
	score = 100
	muted = 0
	n = events[owner]
	for (i = 1; i <= n && event_time[owner, i] <= t; i++) {
		d = event_points[owner, i]
		score -= d
		if (score < 0)
			score = 0
		if (score > 100)
			score = 100
		if (d > 0 && mute_per && !(d <= mute_free && score >= mute_free_from)) {
			d = event_time[owner, i] + int(mute_hours * 3600 * d / mute_per)
			if (d > muted)
				muted = d
		}
	}
}
function level_of(p, t,	i) {
	weigh("p" p, t)
	for (i = 1; score < level_from[i]; i++)
		;
	return i
}
function listed(kind, key, t,	i, n) {
	n = listings[kind, key]
	for (i = 1; i <= n; i++)
		if (listing_from[kind, key, i] <= t && t < listing_until[kind, key, i])
			return 1
	return 0
}
# The services taken from a target by measures, and `asked`: the states they ask for.
function taken(target, t,	i, n, all) {
	asked = ""
	n = measures[target]
	for (i = 1; i <= n; i++)
		if (measure_from[target, i] <= t && t < measure_until[target, i]) {
			all = all " " measure_takes[target, i]
			asked = asked " " measure_asks[target, i]
		}
	return all
}
# The person of a user, u, on the list as a member, or as kind too?
function find_listed(u, kind,	p) {
	p = person_of(u)
	if (verified(p) && listed("subject", p, time))
		find("subject-listed")
	else if (listed("member", u, time) || (verified(p) && listed("member", p, time)))
		find("member-listed")
	else if (kind != "" && (listed(kind, u, time) || (verified(p) && listed(kind, p, time))))
		find(kind "-listed")
}
function find_service(u, service,	p, l) {	# true: may use it
	p = person_of(u)
	l = level_of(p, time)
	if (!has(level_services[l], service))
		find("credit-service")
	else if (has(taken("p" p, time), service) || (muted > time && has(mute_takes, service)))
		find("right-suspended")
	else
		return 1
	return 0
}
# The row of group.persons for a person and the category of a group.
function row(p, category,	i, l) {
	l = level_name[level_of(p, time)]
	for (i = 1; i <= rows; i++)
		if ((row_verified[i] == "-" || (row_verified[i] == "verified") == verified(p)) && \
		    (row_level[i] == "-" || row_level[i] == l) && \
		    (row_category[i] == "-" || row_category[i] == category))
			return i
	return 0	# all of whose caps are zero
}
function limit_of(t, c, c_until, category, at,	m) {
	m = tier_members[t]
	if (c && at >= c_until)
		m = tier_members[1]
	if (c && c < m)
		m = c
	if (category in category_members && category_members[category] < m)
		m = category_members[category]
	return m
}
function limit(g) { return limit_of(tier[g], capacity[g], cap_until[g], category[g], time) }
function is_large(t) { return tier_members[t] > large_from }

# ---- Answers.

function find(code) {	# the same once
	if (!index("," codes ",", "," code ","))
		codes = codes "," code
	if (code !~ /^(cap-reserve|join-pending|join-unrecorded|code-check)$/)
		bad = 1
}
function role(g, u) { return (g, u) in seat ? seat[g, u] : "" }
function counts(r) { return r == "owner" || r == "manager" || r == "member" }
# joinings and creations of a day; a time before the latest day counts to it.
function today(p,	d) {
	d = day_of(time)
	if (d > day[p]) {
		day[p] = d
		joins[p] = creates[p] = 0
	}
}
function joined_today(p) { return day_of(time) > day[p] ? 0 : joins[p] + 0 }
function created_today(p) { return day_of(time) > day[p] ? 0 : creates[p] + 0 }

function sit(g, u, r,	old, p) {	# the one place where seats and counts change
	old = role(g, u)
	p = person_of(u)
	if (counts(old)) {
		members[g]--
		joined[p]--
		if (old == "manager")
			managers[g]--
		if (old == "owner") {
			created[p]--
			large[p] -= is_large(tier[g])
		}
	}
	if (old == "")
		crowd[g] = crowd[g] " " u
	if (r == "") {
		delete seat[g, u]
		crowd[g] = out_of(crowd[g], u)
	} else
		seat[g, u] = r
	if (counts(r)) {
		members[g]++
		joined[p]++
		if (r == "manager")
			managers[g]++
		if (r == "owner") {
			created[p]++
			large[p] += is_large(tier[g])
			owner[g] = u
		}
	}
}
function out_of(list, u,	i) {
	list = list " "
	i = index(list, " " u " ")
	list = substr(list, 1, i - 1) substr(list, i + length(u) + 1)
	return substr(list, 1, length(list) - 1)
}

# ---- The parts of rules: FIT, ROOM, MANAGE, RULE, SIZE, OWN.

function fit(u) {
	find_listed(u, "")
	find_service(u, "join")
}
function room(g, u, r,	p, k) {
	p = person_of(u)
	k = row(p, category[g])
	if (members[g] + 1 > limit(g))
		find(r == "manager" && members[g] + 1 <= limit(g) + tier_reserve[tier[g]] ? \
		    "cap-reserve" : "cap-members")
	if (joined[p] + 1 > row_join[k])
		find("cap-joined")
	if (joined_today(p) + 1 > row_join_day[k])
		find("cap-joined-day")
}
function manage(g, u) {
	find_listed(u, "manager")
	find_service(u, "manage")
	if (managers[g] + 1 > tier_managers[tier[g]])
		find("cap-managers")
}
function rule(g) {	# false: stop
	if (operator)
		return 1
	if (role(g, user) != "owner" && role(g, user) != "manager") {
		find("op-right")
		return 0
	}
	find_service(user, "manage")
	return 1
}
function owns(g) {	# false: stop
	if (operator || role(g, user) == "owner")
		return 1
	find("op-right")
	return 0
}
# Sets new_tier, new_capacity, new_until, new_limit.  False: stop.
function size_of(line, kind,	s) {
	new_capacity = get(line, "capacity") + 0
	new_until = get(line, "capacity_until")
	new_until = new_until == "" ? 1e15 : seconds(new_until)
	s = get(line, "tier")
	if (s != "")
		new_tier = s in tier_at ? tier_at[s] : 0
	else
		for (new_tier = 1; new_tier <= tiers && tier_members[new_tier] < new_capacity; new_tier++)
			;
	if (new_tier < 1 || new_tier > tiers || new_capacity > tier_members[new_tier] || \
	    (kind in category_members && category_members[kind] == 0)) {
		find("cap-capacity")
		return 0
	}
	new_limit = limit_of(new_tier, new_capacity, new_until, kind, time)
	return 1
}
# how: one, and large, when one more (large) group is owned.
function own(u, t, kind, review, most, how,	p, k) {
	p = person_of(u)
	k = row(p, kind)
	if (!verified(p))
		find("creator-unverified")
	find_listed(u, "creator")
	if (find_service(u, "create") && is_large(t))
		find_service(u, "create-large")
	if (level_of(p, time) > tier_level[t])
		find("creator-credit")
	if (review < tier_review[t])
		find("review-level")
	if (most > row_members[k])
		find("cap-capacity")
	if (has(how, "one") && created[p] + 1 > row_create[k])
		find("cap-created")
	if (has(how, "large") && is_large(t) && large[p] + 1 > row_large[k])
		find("cap-large")
}
function review_of(line,	r) {
	r = get(line, "review")
	if (r == "manual")
		return get(line, "reviewed_by") != "" && get(line, "reviewed_at") != "" ? 2 : 1
	return r == "automatic" ? 1 : 0
}

# ---- Operations.  Each sets, when it may be done, what is to be done: who, become.

function join_it(line, g,	how, r, m, qr) {
	r = role(g, user)
	if (counts(r) || r == "applied")
		return find("member-present")
	fit(user)
	for (m = joinings; join_from[m] > members[g]; m--)
		;
	qr = join_qr[m]
	m = join_mode[m] > mode[g] ? join_mode[m] : mode[g] + 0
	how = get(line, "verification")
	if (how == "qr" && !qr)
		find("join-qr")
	if (how == "")
		find("join-unrecorded")
	if (m >= 1 && (how == "none" || how == "qr" || how == "") && r == "")
		find("join-mode")
	if (m >= 2 && (!verified(person_of(user)) || (how != "real-name" && how != "approval")))
		find("join-mode")
	who = user
	if (m == 3 && r != "invited" && r != "called") {
		find("join-pending")
		become = "applied"
		return
	}
	become = r == "called" ? "manager" : "member"
	room(g, user, become)
	if (become == "manager")
		manage(g, user)
	new = 1
}
function leave(g) {
	who = user
	if (target != "" && target != user) {
		who = target
		if (!rule(g))
			return
	}
	if (role(g, who) == "")
		return find("member-unknown")
	if (role(g, who) == "owner")
		return find("owner-leaves")
	if (who != user && !operator && role(g, user) == "manager" && role(g, who) == "manager")
		find("op-right")
	become = ""
}
function invite(line, g,	lead, m) {
	if (!counts(role(g, user)))
		return find("member-unknown")
	find_listed(user, "")
	lead = get(line, "role") == "manager"
	if (lead && role(g, user) != "owner")
		find("op-right")
	weigh("g" g, time)
	for (m = 1; score < group_from[m]; m++)
		;
	if (!has(group_services[m], "invite"))
		find("credit-service")
	if (role(g, target) != "")
		return find("member-present")
	find_listed(target, "")
	who = target
	for (m = joinings; join_from[m] > members[g]; m--)
		;
	if (join_mode[m] == 0 && mode[g] + 0 == 0 && !lead) {
		fit(target)
		room(g, target, "member")
		become = "member"
		new = 1
	} else
		become = lead ? "called" : role(g, user) == "member" ? "named" : "invited"
}
function approve(g) {
	if (!rule(g))
		return
	if (role(g, target) != "applied")
		return find("member-unknown")
	fit(target)
	room(g, target, "member")
	who = target
	become = "member"
	new = 1
}
function appoint(g) {
	if (!owns(g))
		return
	if (!counts(role(g, target)))
		return find("member-unknown")
	if (role(g, target) != "member")
		return find("member-role")
	manage(g, target)
	who = target
	become = "manager"
}
function dismiss(g) {
	if (!operator && role(g, user) != "owner" && user != target)
		return find("op-right")
	if (role(g, target) != "manager")
		return find(!counts(role(g, target)) ? "member-unknown" : "member-role")
	who = target
	become = "member"
}
function transfer(g) {
	if (!owns(g))
		return
	if (!counts(role(g, target)))
		return find("member-unknown")
	if (role(g, target) == "owner")
		return find("member-role")
	own(target, tier[g], category[g], review[g], limit(g), \
	    person_of(target) == person_of(owner[g]) ? "" : "one large")
	who = target
	become = "owner"
}
function resize(line, g) {
	if (!owns(g))
		return
	if (!size_of(line, category[g]))
		return
	new_review = get(line, "review") == "" ? review[g] : review_of(line)
	own(owner[g], new_tier, category[g], new_review, new_limit, is_large(tier[g]) ? "" : "large")
	if (members[g] > new_limit)
		find("cap-members")
	who = owner[g]
}
function create(line, g,	kind, p, k) {
	kind = get(line, "category")
	if (!size_of(line, kind))
		return
	if (!(kind in category_members))
		find("group-category")
	new_review = review_of(line)
	own(user, new_tier, kind, new_review, new_limit, "one large")
	p = person_of(user)
	k = row(p, kind)
	if (created_today(p) + 1 > row_create_day[k])
		find("cap-created-day")
	if (joined[p] + 1 > row_join[k])
		find("cap-joined")
	new_code = get(line, "group_code")
	if (new_code != "" && new_code in code_of)
		find("code-used")
	if (new_code != "" && !code_good(new_code))
		find("code-check")
	who = user
	become = "owner"
}
function code_good(s) {
	return length(s) > 1 && s ~ /^[0-9A-Z]*$/ && \
	    check(substr(s, 1, length(s) - 1)) == substr(s, length(s))
}
function check(s,	i, p, d) {	# ISO 7064, MOD 37,36
	p = 36
	for (i = 1; i <= length(s); i++) {
		d = (p + index(digits, substr(s, i, 1)) - 1) % 36
		p = (d ? d : 36) * 2 % 37
	}
	return substr(digits, (37 - p) % 36 + 1, 1)
}
function next_code(	s, k) {
	do {
		k = ++numbers
		for (s = ""; length(s) < 9; k = int(k / 36))
			s = substr(digits, k % 36 + 1, 1) s
		s = s check(s)
	} while (s in code_of)
	return s
}

# ---- Doing it.

function seen_as(r) { return counts(r) || r == "applied" ? r : "invited" }
function outcome(g,	p, r, s) {
	if (op == "rename")
		return "- " members[g] + 0 " " limit(g) " - -"
	p = person_of(who)
	r = role(g, who)
	s = op == "dissolve" ? "dissolved" : op == "leave" ? "left" : seen_as(r)
	s = s " " members[g] + 0 " " limit(g)
	# Of a person without a seat that counts, before and after, nothing is said.
	s = s " " (moved ? joined[p] + 0 " " created[p] + 0 : "- -")
	return s (op == "create" ? " " code[g] : "")
}
function set_size(g,	p) {
	p = person_of(owner[g])
	if (op == "resize")
		large[p] -= is_large(tier[g])
	tier[g] = new_tier
	capacity[g] = new_capacity
	cap_until[g] = new_until
	review[g] = new_review
	if (op == "resize")
		large[p] += is_large(new_tier)
}
function done(line, g,	i, n, u, k, p, more) {
	more = op == "create" || (op == "transfer" && person_of(target) != person_of(owner[g]))
	moved = op == "resize"
	if (op == "create") {
		category[g] = get(line, "category")
		title[g] = get(line, "name")
		mode[g] = mode_at[get(line, "mode")] + 0
		members[g] = managers[g] = 0
		if (new_code == "")
			new_code = next_code()
		if (new_code in code_of)
			wrong("a code was given twice")
		code_of[new_code] = g
		code[g] = new_code
		set_size(g)
		order[++groups] = g
		today(person_of(user))
		creates[person_of(user)]++
	}
	if (op == "resize")
		set_size(g)
	else if (op == "rename")
		title[g] = get(line, "name")
	else if (op == "dissolve") {
		n = split(crowd[g], u, " ")
		for (i = 1; i <= n; i++)
			sit(g, u[i], "")
		closed[g] = 1
	} else {
		moved = counts(role(g, who)) || counts(become)
		if (op == "transfer")
			sit(g, owner[g], "member")
		if (new) {
			p = person_of(who)
			today(p)
			joins[p]++
		}
		sit(g, who, become)
	}
	last[g] = time
	# What no operation may bring about.
	p = person_of(who)
	k = row(p, category[g])
	if (new && members[g] > limit(g) + (become == "manager" ? tier_reserve[tier[g]] : 0))
		wrong("more members than the group may have")
	if ((new || op == "create") && joined[p] > row_join[k])
		wrong("more groups joined than a person may")
	if (become == "manager" && managers[g] > tier_managers[tier[g]])
		wrong("more managers than the tier has")
	if (more && (created[p] > row_create[k] || \
	    (is_large(tier[g]) && large[p] > row_large[k])))
		wrong("more groups owned than a person may")
	if (!closed[g] && role(g, owner[g]) != "owner")
		wrong("no owner")
}
function judge(line,	g) {
	g = get(line, "group")
	user = get(line, "user")
	target = get(line, "target")
	operator = get(line, "operator") != "" && user == ""
	who = become = ""
	new = 0
	if (op == "create" && g in tier)
		return find("group-exists")
	if (op != "create" && !(g in tier))
		return find("group-unknown")
	if (op != "create" && closed[g])
		return find("group-closed")
	if (op != "leave" && op != "dissolve") {
		if (listed("group", g, time))
			return find("group-listed")
		taken("g" g, time)
		if (has(asked, "closed"))
			return find("group-closed")
		if (has(asked, "suspended") && op ~ /^(join|invite|approve|rename|resize)$/)
			return find("group-suspended")
	}
	if (op != "create" && time < last[g])
		return find("op-order")
	if (op == "join")
		join_it(line, g)
	else if (op == "leave")
		leave(g)
	else if (op == "invite")
		invite(line, g)
	else if (op == "approve")
		approve(g)
	else if (op == "appoint")
		appoint(g)
	else if (op == "dismiss")
		dismiss(g)
	else if (op == "transfer")
		transfer(g)
	else if (op == "rename")
		rule(g)
	else if (op == "resize")
		resize(line, g)
	else if (op == "create")
		create(line, g)
	else if (owns(g))
		who = owner[g]
	if (op == "rename")
		who = user
	if (!bad)
		done(line, g)
}
# What is wrong with the record alone.
function malformed(line,	t, m) {
	if (op !~ /^(create|join|leave|invite|approve|appoint|dismiss|transfer|dissolve|rename|resize)$/)
		return find("op-kind")
	t = get(line, "time")
	if (get(line, "group") == "" || \
	    (get(line, "user") == "" && (op ~ /^(create|join|invite)$/ || get(line, "operator") == "")) || \
	    (op == "leave" && get(line, "user") get(line, "target") == "") || \
	    (op ~ /^(invite|approve|appoint|dismiss|transfer)$/ && get(line, "target") == "") || \
	    (op == "resize" && get(line, "tier") get(line, "capacity") == "") || \
	    (op ~ /^(create|rename)$/ && get(line, "name") == ""))
		find("op-incomplete")
	m = get(line, "verification")
	if ((m != "" && m !~ /^(none|qr|invite|consent|real-name|approval)$/) || \
	    !(get(line, "mode") in mode_at) || !(get(line, "review") in review_at) || \
	    !(get(line, "role") in roles) || (get(line, "role") == "manager" && op != "invite"))
		find("op-incomplete")
	if (t !~ /^[0-9]*-(0[1-9]|1[0-2])-/ || seconds(t) > now)
		find("op-time")
}
function answer(line,	s) {
	id = get(line, "id")
	op = get(line, "op")
	codes = ""
	bad = 0
	malformed(line)
	if (bad)
		return id " reject " substr(codes, 2)
	if (id in was && line_of[id] == line)
		return was[id]
	if (id in was)
		return id " reject op-reused"
	time = seconds(get(line, "time"))
	judge(line)
	s = id " " (bad ? "reject" : codes != "" ? "review" : "pass") " " \
	    (codes == "" ? "-" : substr(codes, 2))
	if (!bad)
		s = s " " outcome(get(line, "group"))
	# Only so many are remembered: no longer history repeats older ones.
	was[id] = s
	line_of[id] = line
	delete was[ids[answers % 20000]]
	delete line_of[ids[answers % 20000]]
	ids[answers++ % 20000] = id
	return s
}
# All counts once more, from the seats.
function recount(	i, n, j, u, g, p, r, m, l, owners, sum, made, big) {
	for (i = 1; i <= groups; i++) {
		g = order[i]
		n = split(crowd[g], u, " ")
		m = l = owners = 0
		for (j = 1; j <= n; j++) {
			r = role(g, u[j])
			p = person_of(u[j])
			m += counts(r)
			l += r == "manager"
			owners += r == "owner"
			sum[p] += counts(r)
			made[p] += r == "owner"
			big[p] += r == "owner" && is_large(tier[g])
		}
		if (m != members[g] || l != managers[g])
			wrong("counts of " g)
		if (owners != !closed[g])
			wrong(owners " owners of " g)
	}
	for (p in joined)
		if (joined[p] != sum[p] + 0 || created[p] + 0 != made[p] + 0 || large[p] + 0 != big[p] + 0)
			wrong("counts of " p)
}
BEGIN {
	FS = OFS = "\t"
	digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	mode_at["open"] = 0; mode_at["consent"] = 1; mode_at["real-name"] = 2; mode_at["approval"] = 3
	mode_at[""] = 0
	review_at["none"] = 0; review_at["automatic"] = 1; review_at["manual"] = 2
	review_at[""] = 0
	roles[""]; roles["member"]; roles["manager"]
	now = seconds(now)
}
function until(s) { return s == "-" ? 1e15 : seconds(s) }
function most(s) { return s == "-" ? 2147483647 : s + 0 }
FILENAME != ARGV[1] { print answer($0); next }
$1 == "U" { subject[$2] = $3 }
$1 == "E" {	# by time
	$3 = seconds($3)
	for (i = ++events[$2]; i > 1 && event_time[$2, i - 1] > $3; i--) {
		event_time[$2, i] = event_time[$2, i - 1]
		event_points[$2, i] = event_points[$2, i - 1]
	}
	event_time[$2, i] = $3
	event_points[$2, i] = $4 + 0
}
$1 == "L" {
	i = ++listings[$2, $3]
	listing_from[$2, $3, i] = seconds($4)
	listing_until[$2, $3, i] = until($5)
}
$1 == "M" {
	i = ++measures[$2]
	measure_from[$2, i] = seconds($3)
	measure_until[$2, i] = until($4)
	measure_takes[$2, i] = $5
	measure_asks[$2, i] = $6
}
$1 == "PC" { category_members[$2] = most($3) }
$1 == "PT" {
	tier_name[++tiers] = $2
	tier_at[$2] = tiers
	tier_members[tiers] = $3 + 0
	tier_managers[tiers] = most($4)
	tier_reserve[tiers] = $5 + 0
	tier_level[tiers] = level_at[$6]
	tier_review[tiers] = review_at[$7]
}
$1 == "PP" {
	row_verified[++rows] = $2
	row_level[rows] = $3
	row_category[rows] = $4
	row_create[rows] = most($5)
	row_create_day[rows] = most($6)
	row_large[rows] = most($7)
	row_join[rows] = most($8)
	row_join_day[rows] = most($9)
	row_members[rows] = most($10)
}
$1 == "PJ" {
	join_from[++joinings] = $2 + 0
	join_mode[joinings] = mode_at[$3]
	join_qr[joinings] = $4 == "true"
}
$1 == "PX" { large_from = $2 + 0 }
$1 == "PL" {
	level_name[++levels] = $2
	level_at[$2] = levels
	level_from[levels] = $3 + 0
	level_services[levels] = $4
}
$1 == "PG" {
	group_from[++group_levels] = $2 + 0
	group_services[group_levels] = $3
}
$1 == "PM" {
	mute_hours = $2 + 0
	mute_per = $3 + 0
	mute_free = $4 + 0
	mute_free_from = $5 + 0
	mute_takes = $6
}
END {
	if (failed)
		exit 1
	recount()
	printf "" >(dir "/groups")
	printf "" >(dir "/members")
	printf "" >(dir "/persons")
	for (i = 1; i <= groups; i++) {
		g = order[i]
		time = now
		print g, title[g], closed[g] ? "closed" : "open", category[g], tier_name[tier[g]], members[g], \
		    managers[g], closed[g] ? "-" : owner[g], code[g], limit(g) >(dir "/groups")
		n = split(crowd[g], u, " ")
		for (j = 1; j <= n; j++)
			print g, u[j], person_of(u[j]), seen_as(role(g, u[j])) >(dir "/members")
	}
	for (p in joined)
		if (joined[p])	# who owns one is in it
			print p, joined[p], created[p] + 0, large[p] + 0 >(dir "/persons")
}
