# operations.awk: a random history of groups, from -v seed=N -v n=OPERATIONS -v users=USERS
# -v span_days=DAYS -v start=TIME.  Writes into -v dir=DIR: operations; and what is known before:
# credit (events), measures, listings, with terms that begin and end in the middle of it.
# Input: user TAB subject, "-" for one who is not registered.  With tests/platform/time.awk.
# Groups are g1, g2 ... in the order in which they are tried, each with a crowd of users around
# it, so that the same few meet again and again however long the history is.  Who is owner or
# manager is guessed: a wrong guess is one of the wrong operations.
function rnd(n) {	# 0 to n - 1; its own, so that any awk makes the same
	state = (state * 16807) % 2147483647
	return int(state / 8) % n
}
function pick(list,	p, n) {
	n = split(list, p, " ")
	return p[rnd(n) + 1]
}
function put(s, m, v) { return v == "" ? s : s ",\"" m "\":\"" v "\"" }
function group(	g) {
	if (live && rnd(20))
		return alive[rnd(live)]
	g = rnd(5) || !groups ? "gone" rnd(3) : "g" 1 + rnd(groups)
	if (!(g in number))
		number[g] = rnd(users)
	return g
}
function doer(u) { return rnd(9) ? put("", "user", u) : put("", "operator", "desk") }
function size(	s, r) {	# sets ends: when a capacity does
	ends = 0
	if (rnd(5) > 1)	# nothing out of the way
		return put(put("", "tier", pick("S M M")), "review", "automatic")
	if (rnd(3))
		s = put("", "tier", rnd(30) ? pick("S M M L L") : "XXL")
	if (!rnd(3)) {
		s = s ",\"capacity\":" (rnd(3) ? 4 + rnd(3) : 1 + rnd(9))
		if (rnd(2)) {
			ends = now + rnd(5 * 86400)
			s = put(s, "capacity_until", text(ends))
		}
	}
	r = pick("none automatic manual manual manual manual -")
	if (r != "-")
		s = put(s, "review", r)
	if (r == "manual" ? rnd(9) : !rnd(9))
		s = put(put(s, "reviewed_by", "chen"), "reviewed_at", "2026-11-20")
	return s
}
function check(s,	i, p, d) {	# the character after s by ISO 7064 MOD 37,36
	p = 36
	for (i = 1; i <= length(s); i++) {
		d = (p + index(digits, substr(s, i, 1)) - 1) % 36
		p = (d ? d : 36) * 2 % 37
	}
	return substr(digits, (37 - p) % 36 + 1, 1)
}
function code(	s, k) {
	k = rnd(8)
	if (k == 0 && codes)
		return code_of[rnd(codes)]
	if (k == 1)	# soon the next one given
		for (k = made + rnd(9); length(s) < 9; k = int(k / 36))
			s = substr(digits, k % 36 + 1, 1) s
	else if (k < 6)
		s = substr(digits, rnd(26) + 11, 1) sprintf("%05d", rnd(99999))
	else
		return code_of[codes++ % 50] = pick("our-own_" rnd(999) " x" rnd(99) " A12")
	return code_of[codes++ % 50] = s check(s)
}

function crowd(g) { return name[(number[g] * 2 + rnd(14)) % users + 1] }
function anyone(g) { return rnd(15) ? crowd(g) : rnd(3) ? name[rnd(users) + 1] : "stranger" rnd(9) }
function owner(g) { return (g in own) && rnd(14) ? own[g] : anyone(g) }
function manager(g) { return (g in lead) && rnd(14) ? lead[g] : anyone(g) }
function ruler(g) { return rnd(3) || !(g in lead) ? owner(g) : manager(g) }
function member(g) { return inside[g] && rnd(14) ? person[g, rnd(inside[g])] : anyone(g) }
function stranger(g,	u, i) {
	do
		u = crowd(g)
	while ((g, u) in place && i++ < 6)
	return u
}
# One who may own another group, mostly.
function founder(g,	u, i) {
	do
		u = crowd(g)
	while ((!(u in known) || owns[u] > 0) && i++ < 5 && rnd(12))
	return rnd(50) ? u : anyone(g)
}
function enter(g, u) {
	if ((g, u) in place || inside[g] >= most_in[g])
		return
	place[g, u] = inside[g]
	person[g, inside[g]++] = u
}
function go(g, u,	i) {
	if (!((g, u) in place) || u == own[g])
		return
	i = place[g, u]
	delete place[g, u]
	person[g, i] = person[g, --inside[g]]
	if (i < inside[g])
		place[g, person[g, i]] = i
	if (g in lead && lead[g] == u)
		delete lead[g]
}
# How strictly a group is joined: 0 open ... 3 approval.
function strict(g,	m) {
	m = inside[g] >= 6 ? 3 : inside[g] >= 4 ? 2 : inside[g] >= 3
	return m > mode[g] ? m : mode[g] + 0
}
function create(	g, u, s, k, m, t) {
	k = rnd(16)
	if (k < 10 || !groups) {
		g = "g" ++groups
		number[g] = groups
	} else
		g = k < 13 ? "g" groups : group()
	u = founder(g)
	s = put(put("", "user", u), "name", rnd(9) ? "group " g : "邻里 " g)
	k = pick("family family work trade")
	if (!rnd(30))
		k = pick("fans pets")
	if (rnd(40))
		s = put(s, "category", k)
	t = size()
	s = s t
	if (!rnd(3))
		s = put(s, "mode", m = pick("open consent real-name approval approval"))
	if (!rnd(8))
		s = put(s, "group_code", code())
	# Will it be?
	if (k ~ /^(fans|pets)$/ || !(u in known) || g in own || \
	    t ~ /XXL|capacity":[7-9]|"S".*capacity":[4-9]|"M".*capacity":6/ || \
	    (t ~ /"L"/ && t !~ /"manual".*reviewed_by/) || (t ~ /"M"/ && t !~ /manual|automatic/))
		return g "\t" s
	own[g] = u
	owns[u]++
	made++
	mode[g] = m == "approval" ? 3 : m == "real-name" ? 2 : m == "consent"
	most_in[g] = k == "work" ? 4 : t ~ /"L"/ ? 8 : t ~ /"M"/ ? 5 : 3
	enter(g, u)
	if (live < most)
		alive[live++] = g
	else {	# in the place of another, which goes
		k = rnd(most)
		gone = alive[k]
		alive[k] = g
	}
	return g "\t" s
}
function join(g,	u, m, how) {
	m = strict(g)
	u = rnd(9) ? stranger(g) : anyone(g)
	if (g in asked && rnd(3)) {
		u = asked[g]
		delete asked[g]
		enter(g, u)
	} else if (m == 3)
		lately[g] = u
	else if (m < 2 || u in known)
		enter(g, u)
	how = m == 0 ? "qr invite consent" : m == 1 ? "consent real-name invite" : "real-name approval"
	if (!rnd(5))
		how = "none qr invite consent real-name approval"
	return put(put("", "user", u), "verification", rnd(9) ? pick(how) : "")
}
function invite(g,	s, u, by) {
	by = rnd(2) && strict(g) < 3 ? ruler(g) : member(g)
	u = rnd(9) ? stranger(g) : member(g)
	s = put(put("", "user", by), "target", u)
	if (!rnd(3) && (by == own[g] || !rnd(4)))
		s = put(s, "role", "manager")
	else if (strict(g) == 0) {
		enter(g, u)
		return s
	}
	if (strict(g) < 2 || u in known)
		asked[g] = u
	return s
}
function make(op, g,	u, s, i) {
	if (op == "join")
		return join(g)
	if (op == "leave") {
		u = member(g)
		if (u == own[g] && rnd(5))
			u = member(g)
		if (rnd(3))
			s = put("", "user", u)
		else
			s = put(doer(ruler(g)), "target", u)
		go(g, u)
		return s
	}
	if (op == "invite")
		return invite(g)
	if (op == "approve") {
		u = g in lately && rnd(9) ? lately[g] : member(g)
		delete lately[g]
		enter(g, u)
		return put(doer(ruler(g)), "target", u)
	}
	if (op == "appoint") {
		u = member(g)
		lead[g] = u
		return put(doer(owner(g)), "target", u)
	}
	if (op == "dismiss") {
		u = rnd(9) ? manager(g) : member(g)
		if (g in lead && u == lead[g])
			delete lead[g]
		return put(doer(rnd(5) ? owner(g) : u), "target", u)
	}
	if (op == "transfer") {
		u = rnd(3) ? manager(g) : member(g)
		if (rnd(2))	# to another user of the same person
			for (i = 0; i < inside[g]; i++)
				if (person[g, i] != own[g] && person[g, i] in known && own[g] in known && \
				    known[person[g, i]] == known[own[g]])
					u = person[g, i]
		s = put(doer(owner(g)), "target", u)
		if ((g, u) in place && u in known) {
			owns[own[g]]--
			owns[u]++
			own[g] = u
		}
		return s
	}
	if (op == "dissolve") {
		for (u = 0; u < live; u++)
			if (alive[u] == g && rnd(6))
				alive[u] = alive[--live]
		return doer(owner(g))
	}
	if (op == "rename")
		return put(doer(ruler(g)), "name", "named " rnd(1000))
	return doer(owner(g)) size()
}
function operation(	k, op, s, g, t, line, id) {
	if (count > 2 && !rnd(18)) {	# given again
		line = old[rnd(count < 4000 ? count : 4000)]
		if (!rnd(3))
			sub(/"group":"[^"]*"/, "\"group\":\"g" 1 + rnd(groups) "\"", line)
		return line
	}
	now += rnd(6) ? rnd(pace) : rnd(pace * 6)
	if (now > end)
		now = end
	k = rnd(100)
	op = k < 7 ? "create" : k < 49 ? "join" : k < 58 ? "leave" : k < 70 ? "invite" : \
	    k < 74 ? "approve" : k < 80 ? "appoint" : k < 84 ? "dismiss" : k < 88 ? "transfer" : \
	    k < 89 ? "dissolve" : k < 93 ? "rename" : "resize"
	if (gone != "") {
		op = "dissolve"
		g = gone
		owns[own[g]]--
		s = put("", "operator", "desk")
		gone = ""
	} else if (op == "create") {
		s = create()
		g = substr(s, 1, index(s, "\t") - 1)
		s = substr(s, length(g) + 2)
	} else {
		g = group()
		if (op == "join" && g in lately && rnd(3))
			op = "approve"
		else if (op == "approve" && !(g in lately) && rnd(4))
			op = "join"
		else if (op == "dismiss" && !(g in lead) && rnd(4))
			op = "appoint"
		if (op ~ /^(join|invite)$/ && inside[g] >= most_in[g] && rnd(3))
			op = pick("leave leave leave resize rename appoint")
		s = make(op, g)
	}
	if (op == "create" || op == "resize") {
		till[g] = ends
		ends = 0
	} else if (till[g] > now && till[g] < now + pace * 60 && till[g] < end) {	# at that second
		now = till[g] + pick("0 0 -1 1")
		delete till[g]
		if (rnd(4)) {
			op = "rename"
			s = put(put("", "operator", "desk"), "name", "later")
		}
	}
	if (!rnd(20) && g in latest)	# with the one before, or a second earlier
		t = latest[g] - rnd(2)
	else
		t = rnd(20) ? now : now - (rnd(3) ? rnd(pace * 20) : rnd(3 * 86400))
	if (t < start)
		t = start
	latest[g] = t
	id = "o" ids + 1
	line = "{\"id\":\"" id "\",\"op\":\"" op "\",\"group\":\"" g "\"" s ",\"time\":\"" \
	    text(t) (rnd(9) ? "" : "+08:00") "\"}"
	if (!rnd(40)) {
		if (rnd(2))	# and the id is used up by none
			ids++
		return spoil(line)
	}
	ids++
	if (!("g" g in seen) || !rnd(6))
		seen["g" g] = t
	match(s, /"user":"[^"]*"/)
	s = substr(s, RSTART + 8, RLENGTH - 9)
	if (!("u" s in seen) || !rnd(6))
		seen["u" s] = t
	old[count++ % 4000] = line
	return line
}
# A record that is wrong by itself: no answer is kept of it, and its id stays free.
function spoil(line,	k, m) {
	k = rnd(7)
	if (k == 0)
		sub(/"op":"[a-z]*"/, "\"op\":\"merge\"", line)
	else if (k == 1)
		sub(/,"(user|operator)":"[^"]*"/, "", line)
	else if (k == 2)
		sub(/"group":"[^"]*",/, "", line)
	else if (k == 3)
		sub(/"time":"[^"]*"/, "\"time\":\"" text(end + 1 + rnd(99)) "\"", line)
	else if (k == 4)
		sub(/"time":"[^"]*"/, "\"time\":\"2026-13-01\"", line)
	else if (k == 5) {
		m = "\"" pick("verification mode review role") "\":"
		if (!sub(m "\"[^\"]*\"", m "\"odd\"", line))
			sub(/"time":/, m "\"odd\",\"time\":", line)
	} else
		sub(/"(target|name)":"[^"]*"/, "\"name\":\"\"", line)
	return line
}
# In the middle of the history, and often at the very second of an operation.
function instant(key,	t) {
	t = key in seen && rnd(3) ? seen[key] + pick("0 0 1 -1") : start + rnd(end - start)
	return t > end ? end : t < start ? start : t
}
function span(key,	a, b, x) {
	a = instant(key)
	b = instant(key)
	if (b < a) {
		x = a
		a = b
		b = x
	}
	if (b - a < 60 || b - a > (end - start) / 6)
		b = a + 60 + rnd(int((end - start) / 6))
	return ",\"from\":\"" text(a) "\",\"until\":\"" text(b) "\""
}
function measure(kind, who, key, open) {
	printf "{\"id\":\"m%d\",\"kind\":\"%s\",%s,\"time\":\"%s\",\"ground\":\"law\",\"clause\":\"1\"," \
	    "\"operator\":\"w\",\"reason\":\"r\"%s}\n", ++measures, kind, who, text(start), \
	    open ? ",\"from\":\"" text(instant(key)) "\"" : span(key) >(dir "/measures")
}
function listing(whom, key) {
	printf "{\"id\":\"l%d\",\"by\":\"w\",\"reason\":\"r\",\"basis\":\"b\",\"ground\":\"law\",%s%s}\n", \
	    ++listings, whom, span(key) >(dir "/listings")
}
function event(kind, who, key,	t) {
	do {	# no two of one owner at once
		t = instant(key)
		key = ""
	} while ((who, t) in taken)
	taken[who, t] = 1
	printf "{\"id\":\"e%d\",\"kind\":\"%s\",%s,\"time\":\"%s\",\"reason\":\"r\"}\n", \
	    ++events, kind, who, text(t) >(dir "/credit")
}
function facts(	i, u, w, g) {
	for (i = 1; i <= users; i++) {
		u = name[i]
		w = put("", "user", u)
		w = substr(w, 2)
		if (!rnd(20))
			listing("\"member\":\"" u "\"", "u" u)
		if (!rnd(14))
			listing("\"manager\":[\"" u "\"]", "u" u)
		if (!rnd(14))
			listing("\"creator\":\"" u "\"", "u" u)
		if (subject[i] == "-")
			continue
		if (!rnd(25))
			listing("\"subject\":\"" subject[i] "\"", "u" u)
		if (!rnd(20))
			measure("limit-functions", w, "u" u)
		if (!rnd(10))
			measure("suspend-manager", w, "u" u)
		if (!rnd(10))
			measure("revoke-creation", w, "u" u, !rnd(4))
		if (rnd(3))
			continue
		do
			event(pick("little little little some some much lots good"), w, "u" u)
		while (rnd(2))
	}
	for (i = 1; i <= groups; i++) {
		g = "g" i
		w = "\"group\":\"" g "\""
		if (!rnd(24))
			listing(w, "g" g)
		if (!rnd(20))
			measure("suspend-publishing", w, "g" g)
		if (!rnd(40))
			measure("close-group", w, "g" g, 1)
		if (!rnd(5))
			event("unmanaged", w, "g" g)
	}
}
BEGIN {
	FS = "\t"
	digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
}
{
	name[NR] = $1
	subject[NR] = $2
	if ($2 != "-")
		known[$1] = $2
}
END {
	state = seed % 2147483646 + 1
	for (i = 0; i < 20; i++)
		rnd(2)
	users = NR
	start = now = seconds(start)
	end = start + span_days * 86400
	# A step is half of this on the average, and at times three of it.
	pace = int((end - start) / n * 2 * 6 / 11) + 1
	most = int(users / 3) + 3
	for (i = 1; i <= n; i++)
		print operation() >(dir "/operations")
	facts()
	print text(end + 0) >(dir "/end")
}
