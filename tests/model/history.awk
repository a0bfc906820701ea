# history.awk: a random policy, and events under it, from -v seed=N.  Writes -v dir=DIR/policy.json,
# stream (as they came: late ones, repeats, appeals behind what they name), shuffled (another
# order), events (of score.awk).  Its own generator, so that any awk makes the same.
function rnd(n) {	# 0 to n - 1
	state = (state * 16807) % 2147483647
	return int(state / 8) % n
}
function pick(list,   p, n) {
	n = split(list, p, " ")
	return p[rnd(n) + 1]
}
function when(   k) {
	if (rnd(5) || whens > 0)	# each is a jq program to be compiled
		return ""
	whens++
	k = rnd(3)
	return ",\"when\":\"" (k == 0 ? ".score " pick("< >=") " " floor + rnd(base - floor + 1) : \
	    k == 1 ? ".times " pick("< >= ==") " " rnd(4) : \
	    ".level " pick("== !=") " \\\"" pick("A B C E") "\\\"") "\""
}
function extra() {
	return (rnd(6) ? "" : sprintf(",\"from\":\"2026-%02d-%02d\"", 1 + rnd(6), 1 + rnd(28))) \
	    (rnd(6) ? "" : sprintf(",\"until\":\"2026-%02d-%02d\"", 7 + rnd(6), 1 + rnd(28))) \
	    (rnd(6) ? "" : ",\"confirm\":true") when()
}
function deduct(   k) {
	k = rnd(5)
	return "{\"kind\":\"" pick("k1 k2 k3 k4 k5 k6") "\"" (k == 0 ? ",\"points\":" rnd(30) : \
	    k == 1 ? ",\"to\":" floor + rnd(base - floor + 1) : \
	    k == 2 ? ",\"given\":true,\"most\":40" : \
	    k == 3 ? ",\"repeat\":[" rnd(8) "," rnd(20) "," rnd(40) "],\"within_days\":" pick("0 7 7 31") : \
	    ",\"levels\":{\"A\":" rnd(9) ",\"B\":" 1 + rnd(20) ",\"E\":3}") extra() "}"
}
function reward(   s) {
	s = "{\"kind\":\"" pick("r1 r2 k6 post") "\"" (rnd(4) ? ",\"points\":" rnd(9) : \
	    ",\"to\":" floor + rnd(ceiling - floor + 1))
	if (rnd(3))
		s = s ",\"cycle_days\":" pick("1 7 31") (rnd(2) ? ",\"most\":" 1 + rnd(9) : "") \
		    (rnd(2) ? ",\"times\":" 1 + rnd(3) : "")
	return s (rnd(2) ? "" : ",\"ceiling\":" top + rnd(ceiling - top + 1)) \
	    (rnd(3) ? "" : ",\"above\":" (rnd(2) ? floor : floor + rnd(30))) extra() "}"
}
function policy(   i, s) {
	floor = pick("0 0 10")
	base = floor + 20 + rnd(100)
	ceiling = base + pick("0 0 30")
	top = pick("1 1 0") + 0 ? base : base - rnd(15)
	if (!rnd(4))
		top = ceiling
	s = "\"base\":" base ",\"floor\":" floor ",\"ceiling\":" ceiling ",\"hysteresis\":" rnd(5) \
	    ",\"levels\":[{\"level\":\"A\",\"from\":" floor + int((base - floor) * 8 / 10) \
	    "},{\"level\":\"B\",\"from\":" floor + int((base - floor) * 6 / 10) \
	    "},{\"level\":\"C\",\"from\":" floor + 1 + rnd(5) "},{\"level\":\"E\",\"from\":" floor "}],\"deduct\":["
	for (i = 4 + rnd(9); i > 0; i--)
		s = s deduct() ","
	for (i = 1; i <= 6; i += i == 3 ? 2 : 1)	# each kind is in a rule
		s = s "{\"kind\":\"k" i "\",\"points\":" rnd(20) "},"
	s = s "{\"kind\":\"k4\",\"given\":true,\"most\":50}],\"reward\":["
	for (i = rnd(5); i > 0; i--)
		s = s reward() ","
	s = s "{\"kind\":\"r1\",\"points\":5,\"cycle_days\":7,\"most\":7},{\"kind\":\"r2\",\"points\":2}]"
	mode = pick("days days active active none")
	s = s ",\"recover\":{\"by\":\"" mode "\"" (mode == "none" ? "" : \
	    ",\"after_days\":" rnd(12) ",\"every_days\":" 1 + rnd(7) ",\"points\":" 1 + rnd(4) \
	    ",\"ceiling\":" top ",\"at_floor\":" pick("true false") \
	    ",\"relapse\":\"" pick("restart continue") "\",\"add_days\":" pick("0 0 1 7") \
	    (mode == "active" ? ",\"active\":\"" pick("post post r1") "\"" : "")) "}"
	if (rnd(3))
		s = s ",\"ladder\":[{\"kind\":\"k1\",\"within_days\":" pick("0 7 30") \
		    ",\"steps\":[{\"measure\":\"warn\",\"days\":0},{\"measure\":\"mute\",\"days\":7}," \
		    "{\"measure\":\"close\",\"days\":0}]},{\"kind\":\"k2\",\"steps\":[{\"measure\":\"mute\",\"days\":" 1 + rnd(9) "}]}]"
	if (rnd(3))
		s = s ",\"mute\":{\"hours\":" 1 + rnd(40) ",\"per_points\":" 1 + rnd(9) \
		    ",\"free_points\":" rnd(20) ",\"free_from\":" floor + rnd(base - floor) "}"
	return "{\"credit\":{\"account\":{" s "}" (groups ? ",\"group\":{" s "}" : "") "}}"
}
function instant() {
	return sprintf("2026-%02d-%02dT%02d:%02d:%02d", month, 1 + rnd(28), rnd(24), rnd(60), rnd(2) * 59)
}
# Near another: the same instant, another of the same day, or days later to the second.
function near(t,   k, d) {
	k = rnd(3)
	d = substr(t, 9, 2) + pick("1 7 7 14")
	return k == 0 || (k == 2 && d > 28) ? t : \
	    k == 1 ? substr(t, 1, 11) sprintf("%02d:30:00", rnd(24)) : \
	    substr(t, 1, 8) sprintf("%02d", d) substr(t, 11)
}
function event(   k, t, who, i, s, to) {
	if (!rnd(6))
		month = 1 + rnd(11)
	to = rnd(3) || !n ? 0 : 1 + rnd(n)
	t = to ? near(time[to]) : instant()
	who = pick("p p q r s t" (groups ? " g" : ""))
	k = mode == "active" && !rnd(2) ? pick("post post r1") : \
	    pick("k1 k2 k3 k4 k5 k6 k1 k2 r1 r2")
	if (to && !deep[to] && rnd(3)) {	# and of the same kind and owner
		who = from[to]
		k = kind[to]
	}
	n++
	kind[n] = k
	id[n] = pick("e E z") n
	time[n] = t
	if (n > 4 && !rnd(7)) {
		to = 1 + rnd(n - 1)
		if (!rnd(2))
			for (i = n - 1; i > 0; i--)
				if (deep[i]) {
					to = i
					break
				}
		deep[n] = deep[to] + 1
		from[n] = from[to]
		print "E", from[n], t, id[n], "appeal", "", "", id[to] >events
		return "{\"id\":\"" id[n] "\",\"kind\":\"appeal\",\"event\":\"" id[to] "\",\"time\":\"" t \
		    "\",\"by\":\"li\",\"reason\":\"x\",\"basis\":\"y\"}"
	}
	if (k == "post" && !("post" in known))
		k = "r1"
	from[n] = who == "q" ? "p" : who	# one subject
	s = "{\"id\":\"" id[n] "\",\"kind\":\"" k "\",\"" (who == "g" ? "group" : "account") "\":\"" who \
	    "\",\"time\":\"" t "\""
	i = rnd(36)
	to = rnd(3) ? "li" : ""
	print "E", from[n], t, id[n], k, i, to >events
	return s ",\"points\":" i (to != "" ? ",\"confirmed_by\":\"" to "\"" : "") "}"
}
BEGIN {
	OFS = "\t"
	state = seed % 2147483646 + 1
	for (i = 0; i < 20; i++)
		rnd(2)
	events = dir "/events"
	groups = !rnd(4)
	s = policy()
	if (s ~ /"post"/)
		known["post"] = 1
	print s >(dir "/policy.json")
	month = 1 + rnd(11)
	for (i = 15 + rnd(60); i > 0; i--) {
		s = event()
		line[n] = s
		print line[n] >(dir "/stream")
		if (!rnd(9))
			print line[1 + rnd(n)] >(dir "/stream")
	}
	for (d = 0; d <= n; d++) {	# by how deep appeals are
		m = 0
		for (i = 1; i <= n; i++)
			if (deep[i] + 0 == d)
				turn[++m] = i
		for (i = m; i > 0; i--) {
			k = 1 + rnd(i)
			print line[turn[k]] >(dir "/shuffled")
			turn[k] = turn[i]
		}
	}
	print sprintf("2026-%02d-%02dT%02d:00:00", 1 + rnd(12), 1 + rnd(28), rnd(24)) >(dir "/instant")
}
