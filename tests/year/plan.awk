# A made-up platform's year: what its systems hand over each night, and the same told as facts
# for the independent count (count.awk).
#
# Variables: dir, first (a day), days, seed, holidays; with tests/model/keep.awk, which has the
# calendar.  Input: accounts of tests/gen, then its users.  Writes DIR/feed/NIGHT/NAME: what
# lies there when the night of that day begins; DIR/facts: TAB between the fields: number of the
# day, what, ...  Everything happens between 08:00 and 23:00 and is taken in the night after.

function rnd(k) {
	state = (state * 16807) % 2147483647
	return int(state / 2147483647 * k)
}
function pick(list,	p, k) {
	k = split(list, p, " ")
	return p[1 + rnd(k)]
}
function at(n, minutes) {	# an instant of day n
	return sprintf("%sT%02d:%02d:%02d+08:00", date[n], minutes / 60, minutes % 60, (minutes * 7) % 60)
}
function seconds(n, minutes) { return n * 86400 + minutes * 60 + (minutes * 7) % 60 }
function minute() { return 480 + rnd(880) }
function put(r, m, v) {		# v as it is to stand
	r = del(r, m)
	return substr(r, 1, length(r) - 1) ",\"" m "\":" v "}"
}
function text(r, m, v) { return put(r, m, "\"" v "\"") }
function del(r, m) {
	if (match(r, ",\"" m "\":(\"[^\"]*\"|\\[[^]]*\\]|[^,}\"\\[]*)"))
		r = substr(r, 1, RSTART - 1) substr(r, RSTART + RLENGTH)
	return r
}
function get(r, m) {
	if (!match(r, "\"" m "\":(\"[^\"]*\"|\\[[^]]*\\]|[^,}\"\\[]*)"))
		return ""
	r = substr(r, RSTART + length(m) + 3, RLENGTH - length(m) - 3)
	gsub(/"/, "", r)
	return r
}
# Into what the night of day n takes.
function feed(n, name, line) {
	if (n > last + 1)
		return 0
	if (n < start)
		n = start
	lines[n, name] = lines[n, name] line "\n"
	if (!((n, name) in named)) {
		named[n, name] = 1
		names[n] = names[n] " " name
	}
	return 1
}
function fact(n, what, a, b, c, d, e, f, g, h) {
	if (n <= last)
		print n "\t" what "\t" a "\t" b "\t" c "\t" d "\t" e "\t" f "\t" g "\t" h >(dir "/facts")
}
# The next day from n on with so many working days after it.
function worked(n, k) {
	while (k > 0)
		if (!keep_free[++n])
			k--
	return n
}

BEGIN {
	keep_days()
	state = seed * 7919 % 2147483646 + 1
	start = day[first]
	last = start + days - 1
}
{ sub(/,"note":"[^"]*"/, "") }
/^\{"account"/ { account[++accounts] = $0; next }
{ user[++users] = $0 }

# ---- accounts and users

# A record as it was when it was opened, on day n; `told` is the day of its figures.
function opened(r, n, told) {
	r = text(text(text(text(r, "registered_at", date[n]), "verified_at", date[n]), "agreed_at", date[n]), "agreement", "2025-07")
	if (r ~ /"account"/) {
		r = text(text(r, "reviewed_at", date[n]), "stats_at", date[told])
		if (get(r, "interactive") == "true")
			r = text(text(r, "assessed_at", date[n]), "interactive_since", date[n])
	}
	return r
}
# One thing wrong, and what is found then.
function spoil(r, k) {
	wrong = ""
	if (k == 1) { r = del(r, "agreement"); wrong = "agreement-missing" }
	if (k == 2) { r = text(r, "id_until", date[start - 40]); wrong = "id-expired" }
	if (k == 3) { r = del(r, "mobile"); wrong = "mobile-missing" }
	if (k == 4 && r ~ /"account"/) { r = del(r, "scope"); wrong = "scope-missing" }
	if (k == 5 && r ~ /"account"/) { r = del(r, "labels"); wrong = "label-missing" }
	if (k == 6 && r ~ /"account"/) { r = del(r, "reads"); wrong = "data-missing" }
	if (k == 7 && r ~ /"account"/) { r = text(r, "grade", get(r, "grade") == "A" ? "D" : "A"); wrong = "grade-mismatch" }
	if (k == 8 && get(r, "interactive") == "true") { r = put(r, "comment_admin", "false"); wrong = "comments-unmanaged" }
	if (k == 9 && get(r, "interactive") == "true") { r = del(r, "assessment"); wrong = "assessment-missing" }
	if (k == 10) { r = del(del(del(r, "verified_by"), "verified_at"), "verify_method"); wrong = "verify-missing" }
	if (k == 11 && r ~ /"account"/) { r = del(r, "reviewed_by"); wrong = "review-missing" }
	if (k == 12 && get(r, "category") == "news") { r = del(r, "licenses"); wrong = "news-unlicensed" }
	if (k == 13 && r ~ /"account"/) { r = text(r, "stats_at", date[start - 90]); wrong = "data-stale" }
	if (k == 14 && r ~ /"account"/ && r !~ /"operator_name"/) { r = text(r, "operator_name", "恒信代运营"); wrong = "operator-incomplete" }
	return r
}
# What a filing has of an account.
function filed(r,	k, list, i, all) {
	k = split("name category labels grade mobile scope licenses affiliation state", list, " ")
	for (i = 1; i <= k; i++)
		all = all "|" get(r, list[i])
	return all
}
# Register record k of a side as it is now, in the night of day n + 1.  One that is on the
# blacklist is refused.
function register(n, side, k, r,	who, same) {
	who = get(r, side)
	if (!feed(n + 1, side "s", r) || side == "account" && listed[get(r, "id_number")])
		return
	same = side == "account" && before[who] == filed(r)
	before[who] = filed(r)
	fact(n, "registered", side, who, bad[side, k], get(r, "id_number"), get(r, "province"), get(r, "state") "/" (same ? "same" : "changed"),
	    (r ~ /"agreement":/) + 4 * (r ~ /"reviewed_by":/ && r ~ /"reviewed_at":/) + \
	    8 * (r ~ /"labels":/) + 16 * (r ~ /"subscribers":/ && r ~ /"reads":/) + \
	    64 * (r ~ /"interactive":true/) + 128 * (r ~ /"category":"news"/) + 256 * (r ~ /"operator_name":/),
	    get(r, "affiliation"))
}
function everybody(	k, n, r) {
	for (k = 1; k <= accounts; k++) {
		n = k <= accounts * 0.6 ? start - 30 - rnd(700) : start + int((k - accounts * 0.6) * (days - 3) / (accounts * 0.4 + 1))
		born["account", k] = n < start ? start : n
		r = opened(account[k], n, born["account", k])
		id["account", k] = get(r, "account")
		good["account", k] = r
		# One in five is not right when it comes; half of these are put right later.
		r = k % 5 ? r : spoil(r, 1 + int(k / 5) % 14)
		if (k % 5 == 0 && wrong != "")
			bad["account", k] = wrong
		now["account", k] = r
	}
	for (k = 1; k <= users; k++) {
		n = k <= users * 0.7 ? start - 10 - rnd(300) : start + int((k - users * 0.7) * (days - 3) / (users * 0.3 + 1))
		born["user", k] = n < start ? start : n
		r = opened(user[k], n, n)
		id["user", k] = get(r, "user")
		good["user", k] = r
		r = k % 9 || k < 24 ? r : spoil(r, 1 + (k / 9) % 3)
		if (!(k % 9 || k < 24) && wrong != "")
			bad["user", k] = wrong
		now["user", k] = r
	}
}
function registrations(n,	k, r) {
	for (k = 1; k <= accounts; k++) {
		if (gone["account", k] != "")
			continue
		if (born["account", k] == n) {
			register(n, "account", k, now["account", k])
			continue
		}
		if (born["account", k] > n)
			continue
		# Figures are given anew, a fifth of the accounts each month; what was wrong is
		# put right with the second account of two.
		if (substr(date[n], 9) + 0 == 5 && k % 5 == substr(date[n], 6, 2) % 5 && !((k, n) in told)) {
			if (bad["account", k] != "" && k % 2) {
				now["account", k] = text(good["account", k], "state", get(now["account", k], "state"))
				bad["account", k] = ""
			}
			if (bad["account", k] != "data-stale")
				now["account", k] = text(now["account", k], "stats_at", date[n])
			register(n, "account", k, now["account", k])
		}
	}
	for (k = 1; k <= users; k++)
		if (born["user", k] == n)
			register(n, "user", k, now["user", k])
}
# An account that is open and nothing stands against: for what is done to it.
function somebody(side, n,	k, t) {
	for (t = 0; t < 200; t++) {
		k = 1 + rnd(side == "account" ? accounts : users)
		if (born[side, k] < n && gone[side, k] == "" && busy[side, k] < n)
			return k
	}
	return 0
}
function closings(n,	k, t) {
	if ((n - start) % 12 != 7 || (k = somebody("account", n - 40)) == 0)
		return
	# One in four takes more than 15 working days.
	t = ++closed % 4 == 0 ? worked(n, 18) : worked(n, 4)
	gone["account", k] = n
	if (t > last)
		t = last
	if (feed(t + 1, "closed", sprintf("{\"account\":\"%s\",\"time\":\"%s\",\"close_requested_at\":\"%s\",\"reason\":\"使用者申请注销\"}",
	    id["account", k], at(t, 600), date[n])))
		fact(t, "closed", "account", id["account", k], t > worked(n, 15))
}

# ---- credit, measures, listings

function event(n, side, who, kind, reason) {
	feed(n + 1, "events", sprintf("{\"id\":\"e%d\",\"kind\":\"%s\",\"%s\":\"%s\",\"time\":\"%s\",\"confirmed_by\":\"审核员01\"}",
	    ++events, kind, side, who, at(n, minute())))
	fact(n, "event", "e" events, side, who, kind)
	return events
}
function measure(n, side, who, kind, until, more,	m) {
	m = minute()
	feed(n + 1, "measures", sprintf("{\"id\":\"m%d\",\"kind\":\"%s\"%s,\"ground\":\"%s\",\"clause\":\"PA-13-1a\",\"time\":\"%s\",\"operator\":\"审核员02\"%s%s}",
	    ++measures, kind, who == "" ? "" : ",\"" side "\":\"" who "\"", pick("law agreement convention"), at(n, m),
	    until ? ",\"until\":\"" date[until] "\"" : "", more))
	# A measure that has no end is told as ended on day 0.
	fact(n, "measure", "m" measures, side, who, kind, until + 0, m)
	return measures
}
function lift(n, m) {
	feed(n + 1, "lifts", sprintf("{\"id\":\"lift-m%d\",\"measure\":\"m%d\",\"by\":\"陈静\",\"reason\":\"复核\",\"basis\":\"复核-%d\"}", m, m, m))
	fact(n, "lifted", "m" m)
}
function discipline(n,	k, m, e, u, d, late) {
	d = n - start
	# Monitoring: each day at 20:00, but for two days of an outage.
	if (d % 150 != 61 && d % 150 != 62) {
		feed(n + 1, "measures", sprintf("{\"id\":\"mon%d\",\"kind\":\"monitor\",\"ground\":\"law\",\"clause\":\"PA-11-2a\",\"time\":\"%s\",\"automated\":true}", n, at(n, 1200)))
		fact(n, "measure", "mon" n, "account", "", "monitor", 0, 1200)
	}
	if (d % 3 == 1 && (k = somebody("account", n)))
		event(n, "account", id["account", k], pick("vulgar clickbait advertising rumour"))
	if (d % 11 == 5 && (k = somebody("user", n)))
		event(n, "user", id["user", k], pick("flooding harassment advertising"))
	if (d % 30 == 12)
		event(n, "group", "g" (1 + rnd(8)), "other-breach")
	# An appeal against the credit of last week.
	if (d % 25 == 20 && events > 3) {
		e = events - 2
		feed(n + 1, "appeals", sprintf("{\"id\":\"ap%d\",\"event\":\"e%d\",\"time\":\"%s\",\"by\":\"陈静\",\"reason\":\"核实无误\",\"basis\":\"复核\"}", n, e, at(n, minute())))
		fact(n, "appeal", "ap" n, "e" e)
	}
	# Unlawful content: found, removed and reported; one in three is removed late, one has no
	# measure at all.
	if (d % 23 == 9 && (k = somebody("account", n))) {
		event(n, "account", id["account", k], "unlawful-content")
		if (++unlawful % 4 != 0) {
			late = unlawful % 3 == 0
			m = minute()
			feed(n + 1, "measures", sprintf("{\"id\":\"m%d\",\"kind\":\"remove\",\"account\":\"%s\",\"ground\":\"law\",\"clause\":\"PA-11-1\",\"time\":\"%s\",\"operator\":\"审核员02\",\"content\":\"c%d\",\"discovered_at\":\"%s\",\"spread_stopped\":%s}",
			    ++measures, id["account", k], at(n, m), n, at(n, m - (late ? 100 : 10)), unlawful % 5 ? "true" : "false"))
			fact(n, "measure", "m" measures, "account", id["account", k], "remove", 0, m, (late ? "action-late" : "") (unlawful % 5 ? "" : " spread-open"))
		}
	}
	# Comments that were dealt with; late ones of one account.
	if (d % 9 == 4) {
		k = d % 27 == 4 ? 3 : somebody("account", n)
		if (k && gone["account", k] == "") {
			late = k == 3
			m = minute()
			feed(n + 1, "measures", sprintf("{\"id\":\"m%d\",\"kind\":\"moderate\",\"account\":\"%s\",\"ground\":\"agreement\",\"clause\":\"PA-12-3\",\"time\":\"%s\",\"operator\":\"审核员02\",\"discovered_at\":\"%s\"}",
			    ++measures, id["account", k], at(n, m), at(n, m - (late ? 90 : 5))))
			fact(n, "measure", "m" measures, "account", id["account", k], "moderate", 0, m, late ? "moderation-late" : "")
		}
	}
	if (d % 8 == 2 && (k = somebody("account", n))) {
		u = n + 20 + rnd(30)
		busy["account", k] = u
		measure(n, "account", id["account", k], "warn", u)
	}
	if (d % 20 == 15 && (k = somebody("account", n))) {
		u = n + 15 + rnd(20)
		busy["account", k] = u
		m = measure(n, "account", id["account", k], "limit", u)
		if (++limits % 3 == 0)
			lift(n + 6, m)
	}
	# Suspended: the platform's record follows the night after, and again when it is over;
	# of one in three it does not.
	if (d % 31 == 18 && (k = somebody("account", n)) && n + 60 < last) {
		u = n + 10 + rnd(20)
		busy["account", k] = u + 3
		measure(n, "account", id["account", k], "suspend", u)
		if (++suspends % 3 != 0) {
			later[n + 1] = later[n + 1] " " k ":suspended"
			later[u - 1] = later[u - 1] " " k ":active"
		}
	}
	if (d % 60 == 40)
		measure(n, "group", "g" (1 + rnd(8)), "warn", n + 30)
	if (d % 90 == 50)
		measure(n, "group", "g" (1 + rnd(3)), "suspend-publishing", n + 5)
	if (d % 45 == 33 && (k = somebody("user", n)) && k > 16) {
		busy["user", k] = n + 30
		measure(n, "user", id["user", k], "lower-credit", 0, ",\"points\":10")
	}
	if (d % 70 == 45 && (k = somebody("user", n)) && k > 16) {
		busy["user", k] = n + 30
		measure(n, "user", id["user", k], "suspend-manager", n + 20)
	}
	if (n in later) {
		split(later[n], todo, " ")
		for (m in todo) {
			split(todo[m], pair, ":")
			k = pair[1]
			if (gone["account", k] != "")
				continue
			now["account", k] = text(text(now["account", k], "state", pair[2]), "stats_at", date[n])
			told[k, n] = 1
			register(n, "account", k, now["account", k])
		}
		delete todo
	}
	# The blacklist: an account and its subject, a name, a group.
	if (d % 80 == 35 && (k = somebody("account", n))) {
		busy["account", k] = last + 1000
		feed(n + 1, "listings", sprintf("{\"id\":\"l%d\",\"account\":\"%s\",\"ground\":\"law\",\"basis\":\"处置决定-%d\",\"reason\":\"情节严重\",\"by\":\"陈静\",\"from\":\"%s\",\"until\":\"term\"}",
		    ++listings, id["account", k], listings, at(n, 900)))
		fact(n, "listing", "l" listings, "account", id["account", k], get(now["account", k], "id_number"))
		listed[get(now["account", k], "id_number")] = 1
	}
	if (d % 150 == 100) {
		feed(n + 1, "listings", sprintf("{\"id\":\"l%d\",\"group\":\"g8\",\"alone\":\"建立者已更换\",\"ground\":\"law\",\"basis\":\"处置决定-%d\",\"reason\":\"情节严重\",\"by\":\"陈静\",\"from\":\"%s\",\"until\":\"%s\"}",
		    ++listings, listings, at(n, 900), date[n + 20]))
		fact(n, "listing", "l" listings, "group", "g8", "", n + 20)
	}
}

# ---- groups

function group_row(n, g, more) {
	feed(n + 1, "groups", sprintf("{\"group\":\"g%d\",\"name\":\"%s\",\"category\":\"%s\",\"tier\":\"S\",\"code_shown\":%s,\"roles_shown\":%s,\"rights\":[\"mute\",\"remove\",\"approve\"],\"created_at\":\"2024-05-01\"%s}",
	    g, "青柠群" g, g == 5 ? "no-such" : pick("family class work interest trade"), g == 6 ? "false" : "true", g == 7 ? "false" : "true",
	    more))
}
function group_facts(n,	g, d) {
	d = n - start
	if (d == 0) {
		for (g = 1; g <= 8; g++) {
			group_row(n, g, g == 4 ? "" : ",\"activity\":" 10 * g ",\"stats_at\":\"" date[n] "\"")
			fact(n, "group", "g" g, (g == 5 ? "group-category" : g == 6 ? "code-hidden" : g == 7 ? "role-unlabelled" : ""))
			seat(n, g, 2 * g - 1, "owner")
			seat(n, g, 2 * g, "manager")
			# The second has nobody but these.
			if (g != 2)
				for (k = 17; k <= 17 + g; k++)
					seat(n, g, k, "member")
		}
	}
	# The figures of groups, each month; of the third no more after the first three.
	if (substr(date[n], 9) + 0 == 3 && d > 0)
		for (g = 1; g <= 8; g++)
			if (g != 4 && !(g == 3 && d > 95)) {
				feed(n + 1, "groups", sprintf("{\"group\":\"g%d\",\"activity\":%d,\"stats_at\":\"%s\"}", g, 10 * g + d % 7, date[n]))
				fact(n, "figures", "g" g)
			}
	# Operations: somebody makes a group, three join, one leaves, it is dissolved; what is
	# not allowed is refused.
	if (d % 24 == 6 && n + 3 < last) {
		k = 1 + 2 * (groups % 6)
		g = "op" ++groups
		op(n, 600, "create", g, id["user", k], ",\"name\":\"新群" groups "\",\"category\":\"interest\"")
		op(n, 610, "join", g, id["user", 20], ",\"verification\":\"consent\"")
		op(n, 620, "join", g, id["user", 21], ",\"verification\":\"consent\"")
		op(n, 630, "appoint", g, id["user", k], ",\"target\":\"" id["user", 20] "\"")
		op(n, 640, "dismiss", g, id["user", 21], ",\"target\":\"" id["user", 20] "\"", "no")
		op(n, 650, "leave", g, id["user", 21], "")
		fact(n, "group", g, "code-hidden role-unlabelled")
		fact(n, "seats", g, 2)
	}
	if (d % 24 == 20 && groups % 2 == 0 && groups) {
		op(n, 700, "dissolve", "op" groups, id["user", 1 + 2 * ((groups - 1) % 6)], "")
		fact(n, "dissolved", "op" groups)
	}
}
function seat(n, g, k, role) {
	feed(n + 1, "seats", sprintf("{\"group\":\"g%d\",\"user\":\"%s\",\"role\":\"%s\",\"joined_at\":\"2024-06-01\",\"verification\":\"consent\"}", g, id["user", k], role))
	fact(n, "seats", "g" g, 1)
}
function op(n, m, what, g, who, more, no) {
	feed(n + 1, "operations", sprintf("{\"id\":\"op-%d\",\"op\":\"%s\",\"group\":\"%s\",\"user\":\"%s\",\"time\":\"%s\"%s}", ++operations, what, g, who, at(n, m), more))
	fact(n, "operation", "op-" operations, what, no)
}

# ---- logs and contents

function logs(n,	k, c, d, i) {
	d = n - start
	k = 2 + rnd(4)
	for (i = 1; i <= k; i++) {
		c = "c" n "-" i
		w = somebody("account", n)
		if (!w)
			w = 1
		a = id["account", w]
		m = 480 + i * 60
		# A day without any log: the source was down.
		if (d % 180 != 90) {
			feed(n + 1, "log", sprintf("{\"id\":\"g%d-%d\",\"account\":\"%s\",\"action\":\"%s\",\"content\":\"%s\",\"time\":\"%s\",\"ip\":\"203.0.113.%d\"}", n, i, a, i < 3 ? "publish" : "login", c, at(n, m), i))
			if (i == 1)
				fact(n, "log")
		}
		# The content of one publishing was lost.
		if (i < 3 && d % 180 != 70) {
			feed(n + 1, "content", sprintf("{\"account\":\"%s\",\"content\":\"%s\",\"time\":\"%s\",\"title\":\"江畔夜跑\",\"text\":\"周末去听一场露天音乐会 %d\"}", a, c, at(n, m), n))
			if (i == 1)
				fact(n, "content")
		}
		if (i < 3 && d % 180 != 90 && d % 180 == 70)
			fact(n, "lost", c)
	}
	for (i = 1; i <= 2; i++)
		feed(n + 1, "network", sprintf("{\"group\":\"g%d\",\"user\":\"%s\",\"time\":\"%s\",\"action\":\"post\",\"ip\":\"198.51.100.%d\"}", 1 + (n + i) % 8, id["user", 1 + rnd(16)], at(n, 600 + i), i))
	fact(n, "network")
}

# ---- complaints

# Kinds with hours instead of days are answered on the day they come.
function complain(n,	side, k, who, kind, urgent, m, t, c, mal, dec, ms, said, late, reporter, ap) {
	side = pick("account account account group user")
	k = 0
	if (side == "group")
		who = "g" (1 + rnd(7))
	else {
		k = somebody(side, n)
		if (!k || side == "user" && k <= 16)
			return
		who = id[side, k]
		busy[side, k] = n + 50
	}
	kind = pick("fraud obscene vulgar gambling infringement rumour other political")
	urgent = kind == "political"
	c = ++complaints
	reporter = c % 10 == 3 ? 1 : 2 + rnd(25)
	m = minute()
	feed(n + 1, "complaints", sprintf("{\"id\":\"p%d\",\"kind\":\"%s\",\"%s\":\"%s\",\"content\":\"%s\"%s,\"channel\":\"%s\",\"time\":\"%s\"}",
	    c, kind, side, who, "第" c "号投诉:" pick("虚假宣传误导老人 盗用我的照片发帖 收钱不发货不退款 深夜反复辱骂他人 编造停水停电消息 诱导未成年人打赏") pick("请尽快核实处理 希望给个说法 附上截图为证 家人因此受骗 已经多次反映") c * 7919 % 9973,
	    reporter > 24 ? "" : sprintf(",\"complainant\":\"举报人%d\",\"complainant_contact\":\"139%08d\"", reporter, reporter * 7919 % 100000000),
	    pick("app web phone mail 12377"), at(n, m)))
	fact(n, "complaint", "p" c, side, kind, m)
	# It is received in the night after, and its deadlines count from that day on.
	t = n + 1
	mal = reporter == 1 && c % 20 == 3
	dec = reporter == 1 ? "rejected" : pick("upheld upheld partial rejected")
	late = c % 17 == 5
	if (c % 29 == 11)		# nobody looks at it
		return
	t = step(t, "accepts", c, sprintf(",\"decision\":\"%s\",\"reason\":\"已核对\"", c % 13 == 7 ? "refused" : "accepted"), "accept", c % 13 == 7 ? "refused" : "accepted", urgent, late ? 5 : 0)
	if (c % 13 != 7) {
		if (c % 31 == 17)	# accepted, and never decided
			return
		ms = ""
		if (dec == "upheld") {
			if (c % 7 == 2)
				ms = ""		# no measure follows
			else if (side == "account")
				ms = measure(t + !urgent, side, who, "warn", t + 40, ",\"cause\":\"complaint:p" c "\"")
			else if (side == "group")
				ms = measure(t + !urgent, side, who, "warn", t + 40, ",\"cause\":\"complaint:p" c "\"")
			else
				ms = measure(t + !urgent, side, who, "lower-credit", 0, ",\"points\":5,\"cause\":\"complaint:p" c "\"")
			if (ms != "" && t + 2 > last)
				return
			if (ms != "" && k && busy[side, k] < t + 45)
				busy[side, k] = t + 45
		}
		t = step(t, "decides", c, sprintf(",\"decision\":\"%s\",\"reason\":\"核查完毕\"%s%s", dec, ms == "" ? "" : ",\"measure\":\"m" ms "\"",
		    mal ? ",\"malicious\":true" : ""), "decide", dec " " (ms == "" ? "-" : "m" ms) " " mal, urgent, late ? 9 : 1)
		if (ms != "" && c % 8 == 4)	# its measure is taken back later
			lift(t + 12, ms)
	}
	if (c % 19 == 13)		# no feedback
		return
	t = step(t, "feedbacks", c, ",\"channel\":\"app\",\"content\":\"您的投诉已处理\"", "feedback", "", urgent, 0)
	if (c % 6 == 1 && c % 13 != 7) {
		t = step(t + 2, "appeals2", c, sprintf(",\"role\":\"%s\",\"reason\":\"不服处理\"", dec == "rejected" ? "complainant" : "accused"), "appeal", "", 0, 0)
		if (c % 12 == 1) {
			ap = c % 24 == 1 ? "upheld" : "rejected"
			t = step(t + 3, "appeals2", c, sprintf(",\"role\":\"%s\",\"reason\":\"复核\",\"outcome\":\"%s\"", dec == "rejected" ? "complainant" : "accused", ap), "outcome", ap, 0, 0)
			if (ap == "upheld" && ms != "" && c % 48 == 1)
				lift(t + 1, ms)
		}
	}
}
# A step of complaint c on the day after t, or some days later, taken in the night after that;
# the day it was done.  After the last day nothing is told.
function step(t, file, c, more, what, how, urgent, wait,	m) {
	if (!urgent)
		t += 1 + wait
	m = urgent ? 480 + (substr(file, 1, 1) == "d") * 30 + (substr(file, 1, 1) == "f") * 60 : 540 + rnd(400)
	feed(t + 1, file, sprintf("{\"id\":\"%s-%d-%d\",\"complaint\":\"p%d\",\"time\":\"%s\",\"by\":\"客服0%d\"%s}", what, c, t, c, at(t, m), 1 + c % 4, more))
	fact(t, "step", what, "p" c, how, m)
	return t
}

# ---- documents and requests

function document(n, kind, version, from, until, more) {
	feed(n + 1, "documents", sprintf("{\"kind\":\"%s\",\"title\":\"%s\",\"version\":\"%s\",\"from\":\"%s\"%s,\"digest\":\"%064x\"%s}",
	    kind, kind, version, date[from], until ? ",\"until\":\"" date[until] "\"" : "", (n * 31 + length(kind)) % 2147483647, more))
	fact(n, "document", kind, version, from, until + 0, more ~ /"url"/, more)
}
function documents(n,	d, p, k, i) {
	d = n - start
	p = ",\"url\":\"https://example.cn/rules\",\"published_at\":\"" date[start - 30] "\""
	if (d == 0) {
		k = split("chief-editor registration-rules review-rules protection-rules agreement support account-system group-system blacklist-rules data-protection assessment complaint-channels", kinds, " ")
		for (i = 1; i <= k; i++)
			document(n, kinds[i], "1", start - 30, 0)
		document(n, "staff", "1", start - 30, 0, ",\"headcount\":3")
		document(n, "platform-rules", "1", start - 30, 0, p)
		document(n, "complaint-entry", "1", start - 30, 0, p)
		# The convention was not made public until later; the rules for emergencies end.
		document(n, "convention", "1", start - 30, 0)
		document(n, "emergency-rules", "1", start - 30, start + 100)
	}
	if (d == 45)
		document(n, "convention", "2", n, 0, ",\"url\":\"https://example.cn/convention\",\"published_at\":\"" date[n] "\"")
	if (d == 150)
		document(n, "emergency-rules", "2", n, 0)
	if (d == 200)
		document(n, "account-system", "2", n, 0)
	# An office asks: answered by an extract (see the crontab); a second one is forgotten.
	if (d == 20)
		document(n, "request", "函-1", n, n + 20, ",\"case\":\"2025-11\"")
	if (d == 250)
		document(n, "request", "函-2", n, n + 20, ",\"case\":\"2026-07\"")
}

END {
	everybody()
	for (n = start; n <= last; n++) {
		registrations(n)
		closings(n)
		discipline(n)
		group_facts(n)
		logs(n)
		documents(n)
		if ((n - start) % 2 == 0)
			complain(n)
	}
	for (n = start; n <= last + 1; n++) {
		k = split(names[n], list, " ")
		if (k == 0)
			continue
		for (i = 1; i <= k; i++) {
			f = dir "/feed/" list[i] "-" date[n] ".jsonl"
			printf "%s", lines[n, list[i]] >f
			close(f)
		}
	}
	close(dir "/facts")
}
