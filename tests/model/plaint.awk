# Complaints a second time: deadlines from a calendar that is written out day by day, and random
# histories of steps, right ones and wrong ones, with the answers and how all stood at instants
# in between.  With keep.awk (-v holidays=FILE).
# what=days: the records of each day of 2023 to 2028 (mode "in"), or when each is due.
# what=histories: DIR/RUN.VERB (records), DIR/runs (RUN VERB NOW), DIR/want.RUN.VERB (id, yes or
# no, stage or code) and DIR/list.RUN (as of NOW: number, stage, decision, malicious, overturned,
# due); variables seed, dir, histories.

function rnd(k) {
	state = (state * 16807) % 2147483647
	return int(state / 2147483647 * k)
}
function pick(list,	p, k) {
	k = split(list, p, " ")
	return p[1 + rnd(k)]
}
# An instant is seconds of the calendar of keep.awk, in UTC+8.
function text(t,	d) {
	d = int(t / 86400)
	t -= d * 86400
	return sprintf("%sT%02d:%02d:%02d+08:00", date[d], t / 3600, t % 3600 / 60, t % 60)
}
# The last second of the working day that is so many after that of t.
function worked(t, days,	n) {
	n = int(t / 86400)
	unsure = 0
	while (days > 0) {
		n++
		if (!(substr(date[n], 1, 4) in keep_known))
			unsure = 1
		if (!keep_free[n])
			days--
	}
	return n * 86400 + 86399
}
function due(t, urgent, days) { return urgent ? t + 86400 : worked(t, days) }

BEGIN {
	keep_days()
	state = seed * 7919 % 2147483646 + 1
	split("accept_days decide_days feedback_days appeal_days", x, " ")
	if (accept_days == "") { accept_days = 2; decide_days = 8; feedback_days = 10; appeal_days = 20 }
	if (what == "days")
		all_days()
	else
		all_histories()
}

# ---- each day

function all_days(	n, u, id, t, a, d, f, p, odd, h) {
	for (n = day["2023-01-01"]; n <= day["2028-12-31"]; n++)
		for (u = 0; u < 2; u++) {
			id = n * 2 + u
			h = n % 3 == 0 ? 0 : n % 3 == 1 ? 43200 + n % 3600 : 86399
			t = n * 86400 + h
			odd = n % 2	# a second too late
			a = due(t, u, accept_days)
			ua = unsure
			d = due(t, u, decide_days)
			ud = unsure
			f = due(t, u, feedback_days)
			uf = unsure
			if (u)
				ua = ud = uf = 0
			# The appeal is made at noon some days after; its outcome is due from that day on.
			p = (int(f / 86400) + 1 + n % 3) * 86400 + 43200
			if (mode == "want") {
				print id, "receive", text(a), 0, ua
				print id, "accept", text(d), odd, ud
				print id, "decide", text(f), odd, uf
				print id, "feedback", "-", odd, 0
				print id, "appeal", text(worked(p, appeal_days)), 0, unsure
				continue
			}
			printf "{\"id\":\"p%d\",\"kind\":\"%s\",\"account\":\"a%d\",\"content\":\"%d号\",\"channel\":\"app\",\"time\":\"%s\"}\n", id, u ? "terror" : "fraud", id, id, text(t) >(dir "/receive")
			printf "{\"id\":\"a%d\",\"complaint\":\"p%d\",\"by\":\"k\",\"time\":\"%s\"}\n", id, id, text(a + odd) >(dir "/accept")
			printf "{\"id\":\"d%d\",\"complaint\":\"p%d\",\"by\":\"k\",\"decision\":\"rejected\",\"reason\":\"r\",\"time\":\"%s\"}\n", id, id, text(d + odd) >(dir "/decide")
			printf "{\"id\":\"f%d\",\"complaint\":\"p%d\",\"by\":\"k\",\"channel\":\"app\",\"content\":\"x\",\"time\":\"%s\"}\n", id, id, text(f + odd) >(dir "/feedback")
			printf "{\"id\":\"b%d\",\"complaint\":\"p%d\",\"by\":\"k\",\"role\":\"complainant\",\"reason\":\"r\",\"time\":\"%s\"}\n", id, id, text(p) >(dir "/appeal")
		}
}

# ---- histories

function answer(id, ok, say) { print id, ok ? "yes" : "no", say >(dir "/want." run "." verb) }
function record(line) {
	print line >(dir "/" run "." verb)
	lines++
}
function once_more(	k) {	# a record that was taken before, as it was, or its id with another content
	if (taken[verb] == 0 || rnd(12))
		return 0
	k = 1 + rnd(taken[verb])
	if (rnd(3)) {
		record(old[verb, k])
		answer(old_id[verb, k], 1, old_say[verb, k])
	} else {
		k = old[verb, k]
		sub(/"by":"k"/, "\"by\":\"somebody\"", k)
		sub(/"channel":"app"/, "\"channel\":\"phone\"", k)
		match(k, /"id":"[^"]*"/)
		record(k)
		answer(substr(k, RSTART + 6, RLENGTH - 7), 0, "complaint-reused")
	}
	return 1
}
function take(id, line, say) {
	old[verb, ++taken[verb]] = line
	old_id[verb, taken[verb]] = id
	old_say[verb, taken[verb]] = say
	answer(id, 1, say)
}
function receive(h,	id, t, bad, kind, line, c) {
	if (once_more())
		return
	id = "p" ++ids
	t = now - rnd(3) * rnd(86400)
	kind = pick("fraud rumour terror")
	bad = rnd(15)
	if (bad == 0)
		t = now + 100 + rnd(86400)
	line = sprintf("{\"id\":\"%s\",\"kind\":\"%s\",\"account\":\"a%d\",\"content\":\"第%d号: %d\",\"channel\":\"app\"%s}", id, kind, ids, ids, ids * 7919 % 9973,
	    bad == 1 ? "" : ",\"time\":\"" text(t) "\"")
	if (bad == 2)
		sub(/"account":"[^"]*",/, "", line)
	record(line)
	if (bad < 3) {
		answer(id, 0, bad == 2 ? "complaint-target" : "complaint-time")
		return
	}
	c = ++complaints
	name[c] = id
	mine[h, ++count[h]] = c
	stage[c] = "received"
	least[c] = t
	u = kind == "terror"
	accept_by[c] = due(t, u, accept_days)
	decide_by[c] = due(t, u, decide_days)
	feedback_by[c] = due(t, u, feedback_days)
	take(id, line, "received")
}
function fits(c) {
	return verb == "accept" && stage[c] == "received" || verb == "decide" && stage[c] == "accepted" || \
	    verb == "feedback" && (stage[c] == "decided" || stage[c] == "refused") || \
	    verb == "appeal" && (stage[c] == "answered" || stage[c] == "appealed")
}
function step(h,	c, k, id, t, line, bad, dec, out, more, code, role, mal) {
	if (count[h] == 0 || once_more())
		return
	# Mostly one whose turn it is.
	for (k = 0; k < 4; k++) {
		c = mine[h, 1 + rnd(count[h])]
		if (fits(c))
			break
	}
	if (k == 4 && rnd(3))
		return
	id = "s" ++ids
	bad = rnd(40)
	t = least[c] + rnd(now - least[c] + 1)
	code = ""
	if (bad == 0) {
		t = least[c] - 1 - rnd(5000)
		code = "step-time"
	}
	if (bad == 1) {
		t = now + 1 + rnd(5000)
		code = "step-time"
	}
	line = sprintf("{\"id\":\"%s\"%s%s%s", id, bad == 2 ? "" : ",\"by\":\"k\"", bad == 3 ? "" : ",\"time\":\"" text(t) "\"",
	    bad == 4 ? "" : ",\"complaint\":\"" (bad == 5 ? "nobody" : name[c]) "\"")
	if (bad == 2) code = "step-incomplete"
	if (bad == 3) code = "step-time"
	if (bad == 4 || bad == 5) code = "complaint-unknown"
	dec = out = ""
	mal = 0
	if (verb == "accept") {
		dec = rnd(5) ? "accepted" : "refused"
		more = dec == "accepted" && rnd(2) ? "" : ",\"decision\":\"" dec "\""
		if (dec == "refused" && bad == 6)
			code = "step-incomplete"
		else
			more = more ",\"reason\":\"r\""
	} else if (verb == "decide") {
		dec = pick("upheld partial rejected rejected")
		mal = dec == "rejected" && rnd(2)
		more = ",\"decision\":\"" (bad == 7 ? "perhaps" : dec) "\"" (mal ? ",\"malicious\":true" : "") (bad == 8 ? "" : ",\"reason\":\"r\"")
		if (bad == 7 || bad == 8)
			code = "step-incomplete"
		if (bad == 9 && dec != "rejected") {	# only what is rejected can be malicious
			more = more ",\"malicious\":true"
			code = "*"
		}
	} else if (verb == "feedback") {
		more = (bad == 6 ? "" : ",\"channel\":\"app\"") (bad == 7 ? "" : ",\"content\":\"x\"")
		if (bad == 6 || bad == 7)
			code = "step-incomplete"
	} else {
		out = stage[c] == "appealed" && rnd(8) || !rnd(10) ? pick("upheld rejected") : ""
		role = stage[c] == "appealed" && rnd(4) ? waits[c] : pick("complainant accused")
		# An outcome need not say of whose appeal it is.
		more = (bad == 6 || out != "" && bad > 30 ? "" : ",\"role\":\"" role "\"") (bad == 7 ? "" : ",\"reason\":\"r\"") (out == "" ? "" : ",\"outcome\":\"" out "\"")
		if (bad == 6 && out == "" || bad == 7)
			code = "step-incomplete"
		if (out != "" && (bad == 6 || bad > 30))
			role = waits[c]
	}
	line = line more "}"
	record(line)
	if ((code == "" || bad == 0) && (!fits(c) || verb == "appeal" && \
	    ((out != "") != (stage[c] == "appealed") || out != "" && role != waits[c])))
		code = "step-order"
	if (code != "") {
		answer(id, 0, code)
		return
	}
	least[c] = t
	if (verb == "accept")
		stage[c] = dec
	else if (verb == "decide") {
		stage[c] = "decided"
		decision[c] = dec
		malicious[c] = mal
	} else if (verb == "feedback")
		stage[c] = "answered"
	else if (out == "") {
		stage[c] = "appealed"
		outcome_by[c] = worked(t, appeal_days)
		waits[c] = role
	} else {
		stage[c] = "answered"
		# Upheld, it is as the side that appealed would have it.
		if (out == "upheld")
			overturned[c] = (role == "accused") == (decision[c] == "upheld" || decision[c] == "partial")
	}
	take(id, line, stage[c])
}
function next_due(c) {
	return stage[c] == "received" ? accept_by[c] : stage[c] == "accepted" ? decide_by[c] : \
	    stage[c] == "decided" || stage[c] == "refused" ? feedback_by[c] : stage[c] == "appealed" ? outcome_by[c] : 0
}
function all_histories(	tick, v, h, c, t) {
	verbs = split("receive accept decide feedback appeal", order, " ")
	now = day["2026-01-05"] * 86400 + 30000
	for (run = 1; run <= runs; run++) {
		now += 3600 + rnd(5 * 86400)
		for (v = 1; v <= verbs; v++) {
			verb = order[v]
			lines = 0
			for (h = 1; h <= histories; h++)
				if (verb == "receive") {
					if (count[h] < 4 && rnd(runs) < 8)
						receive(h)
				} else if (rnd(2))
					step(h)
			if (lines) {
				close(dir "/" run "." verb)
				print run, verb, text(now) >(dir "/runs")
			}
		}
		for (c = 1; c <= complaints; c++) {
			t = next_due(c)
			print c, stage[c], (decision[c] == "" ? "-" : decision[c]), (malicious[c] && !overturned[c]) + 0, overturned[c] + 0, (t ? text(t) : "-"), (t && t < now) + 0 >(dir "/list." run)
		}
		close(dir "/list." run)
		print run, text(now) >(dir "/instants")
	}
}
