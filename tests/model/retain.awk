# Writes a history of keeping and pruning: a line a step in `ops`, what it stores in IN/step,
# and each line in `lines` as the model knows it.  -v seed= -v steps= -v holidays=; after
# keep.awk.

function rnd(n) { return int(rand() * n) }
function pick(s,	w, k) { k = split(s, w, " "); return w[1 + rnd(k)] }

# An instant is seconds from 2021-01-01 on, of Shanghai.
function clock(t, zone,	n, s) {
	if (zone == "Z")
		t -= 28800
	n = int(t / 86400)
	s = t % 86400
	return date[n + 1] "T" sprintf("%02d:%02d:%02d", int(s / 3600), int(s / 60) % 60, s % 60) zone
}
function today() { return int(now / 86400) + 1 }
function op(s) { print step "\t" s >"ops" }

function line(class, source,	id, t, when, dated, account, user, group, subject, text, r) {
	id = "L" ++serial
	account = rnd(5) ? pick("a1 a1 a2 a3 b1 b2 b3 b4") : "-"
	user = rnd(4) ? "-" : pick("u1 u2 u3")
	group = rnd(3) ? "-" : pick("g1 g2 g3")
	subject = rnd(12) ? "-" : pick("S1 S2 0123456789abcdef0123456789abcdef")
	dated = 1
	r = rnd(40)
	if (r < 24)
		t = now - rnd(now % 86400 < 80000 ? now % 86400 + 1 : 80000)
	else if (r < 30)
		t = now - rnd(120 * 86400)
	else if (r < 33)
		t = now + rnd(301)
	else if (r < 35)
		t = now - rnd(3)		# the very second, too
	else if (r < 38) {
		t = now + 301 + rnd(400 * 86400) * rnd(2)
		dated = 0
	} else {
		t = 0
		dated = 0
	}
	if (t == 0)
		when = pick(",\"time\":\"soon\" ,\"time\":\"2025-02-30\" ,\"time\":\"\" ,\"other\":1 ,\"time\":null")
	else
		when = ",\"time\":\"" clock(t, pick("+08:00 +08:00 Z")) "\""
	text = "{\"id\":\"" id "\"" when
	if (account != "-") text = text ",\"account\":\"" account "\""
	if (user != "-") text = text ",\"user\":\"" user "\""
	if (group != "-") text = text ",\"group\":\"" group "\""
	if (subject != "-") text = text ",\"subject\":\"" subject "\""
	print text ",\"n\":" rnd(1000000) (wide && rnd(2) ? ",\"x\":\"" substr(much, 1, rnd(20000)) "\"" : "") "}" >("in/" step)
	print step "\t" id "\t" class "\t" source "\t" (dated ? "d" : "u") "\t" \
	    (dated ? int(t / 86400) + 1 : today()) "\t" today() "\t" account "\t" user "\t" group "\t" \
	    subject "\t" (dated ? t : "-") >"lines"
	came[++n_came] = today()
}

function store(	class, source, n) {
	class = pick("log log log content network-log long")
	source = pick("- q.1 q.2 q.2")
	if (source != "-")
		source = source "." class
	op("store\t" clock(now, "+08:00") "\t" class "\t" source "\t" (source != "-" && !rnd(3) ? 1 + rnd(50) : 0))
	wide = rnd(4) == 0		# so that there are several frames
	for (n = 1 + rnd(rnd(3) ? 5 : 30); n > 0; n--)
		line(class, source)
	close("in/" step)
	fed = now
}

# Names, class, first and last second: what holds and fetch ask for.
function query(any,	names, class, from, until, k) {
	names = "-"
	if (rnd(6)) {
		names = ""
		for (k = 1 + rnd(rnd(3) ? 1 : 3); k > 0; k--)
			names = names (names == "" ? "" : " ") pick("account=a1 account=a2 account=b1 account=b3 user=u1 user=u3 group=g2 group=g3 subject=S1 subject=S2 subject=0123456789abcdef0123456789abcdef")
	}
	class = rnd(3) ? "-" : pick("log content long")
	from = until = "-"
	if (names == "-" || rnd(2)) {
		from = now - rnd(300 * 86400)
		if (rnd(2))
			from = int(from / 86400) * 86400
		if (rnd(2)) {
			until = from + 1 + rnd(90 * 86400)
			if (rnd(4) == 0)
				from = "-"
		}
	}
	return names "\t" class "\t" (from == "-" ? "-" : clock(from, "+08:00")) "\t" \
	    (until == "-" ? "-" : clock(until, "+08:00")) "\t" from "\t" until
}

function prune(	policy) {
	policy = pick("p1 p1 p1 p1 p2 p3")
	op("prune\t" clock(now, "+08:00") "\t" policy "\t" (rnd(5) ? 0 : 1 + rnd(4)) "\t" \
	    (rnd(5) ? "-" : pick("log content network-log")) "\t" (rnd(3) ? 0 : 1 + rnd(60)))
}

BEGIN {
	srand(seed)
	for (much = "0123456789"; length(much) < 20000; much = much much)
		;
	keep_days()
	now = (day["2025-01-08"] - 1) * 86400 + 36000
	fed = 0
	for (step = 1; step <= steps; step++) {
		now += rnd(4) ? rnd(14 * 86400) : rnd(3600)
		# Often the last second on which something stays, or the first on which it need not.
		if (n_came > 0 && rnd(3) > 0) {
			t = (keep_until(came[1 + rnd(n_came)], 0, 6)) * 86400 - rnd(2)
			if (t >= now - 14 * 86400 && t > last && t < last + 25 * 86400)
				now = t
		}
		if (fed > 0 && now > fed + 38 * 86400)	# else the clock is doubted
			now = fed + 38 * 86400
		if (now < last)
			now = last
		last = now
		r = rnd(20)
		if (fed == 0 || now - fed > 20 * 86400 || r < 7)
			store()
		else if (r < 9) {
			op("hold\t" clock(now, "+08:00") "\tC" (1 + rnd(6)) "\t" query() "\t" (rnd(3) ? 0 : 1 + rnd(12)))
		} else if (r < 10)
			op("release\t" clock(now, "+08:00") "\tC" (1 + rnd(6)) "\t" (rnd(3) ? 0 : 1 + rnd(12)))
		else if (r < 11) {
			m = "m" ++measures
			target = pick("account=a1 account=a2 account=b2 group=g1")
			over = now + rnd(60 * 86400)
			op("measure\t" clock(now, "+08:00") "\t" m "\t" target "\t" now "\t" over "\t" clock(over, "+08:00"))
			made = made " " m
		} else if (r < 12) {
			if (made != "" && rnd(2)) {
				m = pick(made)
				op("report\t" clock(now, "+08:00") "\t" m)
			} else if (made != "") {
				m = pick(made)
				op("lift\t" clock(now, "+08:00") "\t" m)
			} else
				prune()
		} else if (r < 14)
			op("fetch\t" clock(now, "+08:00") "\t" query())
		else
			prune()
	}
}
