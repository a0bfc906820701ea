# What norm-audit has to say of a day, counted from the plan's facts (plan.awk) alone: with
# tests/model/keep.awk.  Variables: until (the last day that counts; norm-audit is asked in the
# morning after), known (the last day of which registrations are known: a later one than until
# when it is told again), filings and exports (counted by the caller), holidays.
# Input: share/obligations.csv as clause TAB norm TAB codes TAB applies TAB counter TAB documents,
# then the facts.  Output: "counter NAME N", and "clause ID EVIDENCE OPEN STATE".

function seconds(n, m) { return n * 86400 + m * 60 + (m * 7) % 60 }
# The last second of the working day that is so many after that of t.
function worked(t, days,	n) {
	n = int(t / 86400)
	while (days > 0)
		if (!keep_free[++n])
			days--
	return n * 86400 + 86399
}
function due(t, urgent, days) { return urgent ? t + 86400 : worked(t, days) }
function found(code, side, n) { hit[code, side] += n }

BEGIN {
	FS = "\t"
	keep_days()
	FS = "\t"
	D = day[until]
	K = known == "" ? D : day[known]
	T = (D + 1) * 86400 + 6 * 3600 + 50 * 60
}
FNR == NR {
	clause[++clauses] = $1
	codes[$1] = $3
	applies[$1] = $4
	counter[$1] = $5
	documents[$1] = $6
	next
}
$2 == "registered" && $1 <= K {
	if (!(($3, $4) in first)) {
		first[$3, $4] = $1
		order[++people] = $3 SUBSEP $4
	}
	bad[$3, $4] = $5
	number[$3, $4] = $6
	split($8, p, "/")
	state[$3, $4] = p[1]
	if ($3 == "account" && p[2] == "changed" && $1 <= D) {
		moved[++moves] = $1
		mover[moves] = $4
		office[$4] = $7 == "" ? "330000" : $7
	}
	if (p[2] == "changed")
		changed[$3, $4] = $1
	flags[$3, $4] = $9
	alliance[$3, $4] = $10
	next
}
$2 == "closed" && $1 <= K { gone["account", $4] = $1 }
$1 > D { next }
$2 == "closed" {
	closed["account", $4] = $1
	closings++
	moved[++moves] = $1
	mover[moves] = $4
}
$2 == "event" { events++; event[++e] = $1; event_id[e] = $3; event_side[e] = $4; event_who[e] = $5; event_kind[e] = $6 }
$2 == "appeal" { countered[$4] = 1; appeals++ }
$2 == "measure" {
	m = ++measures
	m_id[m] = $3
	m_no[$3] = m
	m_day[m] = $1
	m_side[m] = $4
	m_who[m] = $5
	m_kind[m] = $6
	m_until[m] = $7
	m_at[m] = seconds($1, $8)
	m_bad[m] = $9
}
$2 == "lifted" { lifted[$3] = $1; lifts[++ls] = $3 }
$2 == "listing" { listing[$4] += $4 == "account" ? 2 : 1; on_list[++lists] = $4 "\t" $5 "\t" $7 }
$2 == "group" { if (!($3 in group)) { group[$3] = 1; groups_all[++gs] = $3 }; group_bad[$3] = $4; group_day[$3] = $1 }
$2 == "figures" { figures[$3] = $1 }
$2 == "seats" { seats[$3] += $4 }
$2 == "dissolved" { delete group[$3]; seats[$3] = 0 }
$2 == "log" || $2 == "content" || $2 == "network" { kept[$2, $1] = 1; if (!($2 in since) || $1 < since[$2]) since[$2] = $1 }
$2 == "complaint" { c_no[++cs] = $3; c_side[$3] = $4; c_urgent[$3] = $5 == "political"; c_time[$3] = seconds($1, $6); stage[$3] = "received" }
$2 == "step" { step_day[++ss] = $1; step[ss] = $0 }
$2 == "document" {
	k = $3
	if (k == "request")
		request[$4] = $6
	else {
		d_from[k, ++ds[k]] = $5
		d_until[k, ds[k]] = $6
		d_public[k, ds[k]] = $7
		d_day[k, ds[k]] = $1
	}
	n_documents++
}
END {
	# ---- accounts, users, their subjects
	monday = D + 1	# filings are made in the night of a Monday
	while ((monday + 4) % 7 != 1)
		monday--
	for (i = 1; i <= people; i++) {
		split(order[i], p, SUBSEP)
		side = p[1]
		w = p[2]
		# Told again, who was registered on the day itself is among them: it has no hour.
		if (first[side, w] > (known == "" ? D : D + 1))
			continue
		# Erased in the first night of a Monday after six months.
		k = (side, w) in gone ? keep_until(gone[side, w], gone[side, w], 6) : 0
		if ((side, w) in closed) {
			n["accounts-closed"]++
			if (k < D + 1 && monday <= k)
				found("erase-due", "a", 1)
			continue
		}
		f = flags[side, w]
		s = side == "account" ? "accounts" : "users"
		n[s]++
		# Told again: of one that was erased since there is no evidence left.
		if (k && k < K - 7)
			continue
		n[s "-agreed"] += f % 2
		if (bad[side, w] != "")
			found(bad[side, w], substr(side, 1, 1), 1)
		# It may publish, and nobody says who verified it.
		if (bad[side, w] == "verify-missing" && state[side, w] == "active")
			found("publish-unverified", substr(side, 1, 1), 1)
		if (side != "account")
			continue
		if (state[side, w] == "suspended")
			n["accounts-suspended"]++
		n["accounts-reviewed"] += int(f / 4) % 2
		n["accounts-labelled"] += int(f / 8) % 2
		n["accounts-data"] += int(f / 16) % 2
		n["accounts-interactive"] += int(f / 64) % 2
		n["accounts-news"] += int(f / 128) % 2
		n["accounts-operated"] += int(f / 256) % 2
		n["accounts-graded"]++
		n["accounts-sealed"]++
		n["accounts-filed"] += changed[side, w] < monday
		if (!(number[side, w] in has))
			n["subjects"]++
		has[number[side, w]]++
		had[number[side, w]] += first[side, w] < monday
		if (alliance[side, w] != "") {
			allied[number[side, w]] = 1
			if (first[side, w] < monday)
				had[number[side, w]] += 2
		}
	}
	# Who became one since Monday is filed on the next.
	for (k in has)
		if (has[k] > 1 || k in allied) {
			n["operators"]++
			n["operators-filed"] += had[k] > 1
		}
	# What changed since Monday is filed on the next one; it is due, or more, when the last
	# filing to the office was made thirty days ago.  Who came and went since is in none.
	for (i = 1; i <= moves; i++) {
		k = office[mover[i]]
		if (moved[i] < monday) {
			if (moved[i] >= filed_until[k])
				filed_until[k] = moved[i]
		} else if (!(mover[i] in waits) && !(first["account", mover[i]] >= monday && ("account", mover[i]) in closed)) {
			waits[mover[i]] = 1
			waiting[k]++
		}
	}
	for (k in waiting) {
		if (!(k in filed_until))
			continue
		i = filed_until[k] + 1
		while ((i + 4) % 7 != 1)
			i++
		if (D + 1 - i >= 30)
			found("filing-due", "accounts", waiting[k])
	}
	n["closings"] = closings

	# ---- events, scores
	n["events"] = events + appeals
	for (i = 1; i <= e; i++) {
		k = event_side[i] == "group" ? "" : number[event_side[i], event_who[i]]
		if (k != "" && !((event_side[i], k) in scored)) {
			scored[event_side[i], k] = 1
			n["scores-" event_side[i]]++
		}
		if (event_kind[i] == "unlawful-content" && !(event_id[i] in countered)) {
			ok = 0
			for (m = 1; m <= measures; m++)
				if (m_who[m] == event_who[i] && m_day[m] >= event[i] && m_day[m] <= event[i] + 1)
					ok = 1
			if (!ok)
				found("breach-unanswered", substr(event_side[i], 1, 1), 1)
		}
	}

	# ---- measures
	last_run = 0
	for (m = 1; m <= measures; m++) {
		s = substr(m_side[m], 1, 1)
		if (m_kind[m] == "monitor")
			run[++runs] = m_at[m]
		else if (m_kind[m] == "remove") {
			n["removals"]++
			n["measures"]++
			n["measures-" m_side[m]]++
		} else if (m_kind[m] == "moderate") {
			n["moderations"]++
			if (m_bad[m] != "" && ++slow[m_who[m]] == 3)
				found("interaction-open", "a", 1)
		} else {
			n["measures"]++
			n["measures-" m_side[m]]++
			n["events"] += m_kind[m] == "lower-credit"
			if (m_kind[m] == "lower-credit" && !(("user", k = number["user", m_who[m]]) in scored)) {
				scored["user", k] = 1
				n["scores-user"]++
			}
		}
		b = split(m_bad[m], bads, " ")
		for (i = 1; i <= b; i++)
			found(bads[i], s, 1)
		on[m] = (m_until[m] == 0 || m_until[m] > D + 1) && !(m_id[m] in lifted)
		if (m_kind[m] == "suspend" && on[m])
			asked[m_who[m]] = 1
	}
	# Credit that comes back by a lift does so by an appeal.
	for (i = 1; i <= ls; i++)
		n["events"] += m_kind[m_no[lifts[i]]] == "lower-credit"
	# The facts are not in the order of the days: those of monitoring are.
	for (i = 2; i <= runs; i++)
		if (run[i] - run[i - 1] > 86400)
			found("monitor-gap", "a", 1)
	if (runs && T - run[runs] > 86400)
		found("monitor-gap", "a", 1)
	n["monitorings"] = runs
	for (i = 1; i <= people; i++) {
		split(order[i], p, SUBSEP)
		if (p[1] == "account" && first["account", p[2]] <= D && !(("account", p[2]) in closed) && \
		    p[2] in asked && state["account", p[2]] != "suspended")
			found("state-mismatch", "a", 1)
	}
	# Who is listed and goes on; of an account its subject too.
	for (i = 1; i <= lists; i++) {
		split(on_list[i], p, "\t")
		if (p[1] == "account" && !(("account", p[2]) in closed)) {
			found("account-listed", "a", 1)
			found("subject-listed", "a", 1)
		}
		if (p[1] == "group" && p[3] > D + 1)
			found("group-listed", "g", 1)
	}
	n["listings-account"] = listing["account"]
	n["listings-group"] = listing["group"]
	n["reports"] = n["measures"] + listing["account"] + listing["group"]
	n["reports-made"] = n["reports"]

	# ---- groups
	for (i = 1; i <= gs; i++) {
		g = groups_all[i]
		if (!(g in group))
			continue
		n["groups"]++
		n["groups-coded"]++
		n["seats"] += seats[g]
		b = split(group_bad[g], bads, " ")
		for (k = 1; k <= b; k++)
			found(bads[k], "g", 1)
		if (g == "g4" || g ~ /^op/)
			found("activity-missing", "g", 1)
		else {
			k = g in figures ? figures[g] : group_day[g]
			if (D + 1 - k > 40)
				found("activity-stale", "g", 1)
		}
		# Grades and classes are computed in the night of a Monday.
		if (g ~ /^op/ && group_day[g] >= monday) {
			found("grade-mismatch", "g", 1)
			found("class-mismatch", "g", 1)
		}
		# What managers can do was never said of groups that users made.
		if (g ~ /^op/)
			found("manager-rights", "g", 1)
	}

	# ---- days
	split("content log network", class, " ")
	for (i = 1; i <= 3; i++)
		if (class[i] in since)
			for (k = since[class[i]]; k <= D; k++) {
				if (keep_until(k, k, 6) < D + 1)
					continue
				if ((class[i], k) in kept)
					n[class[i] "-days"]++
				else
					found("log-gap", class[i] == "network" ? "g" : "a", 1)
			}

	# ---- complaints, in the order of the days
	for (k = 1; k <= ss; k++)
		sorted[k] = sprintf("%06d %06d", step_day[k], k)
	for (i = 2; i <= ss; i++)
		for (k = i; k > 1 && sorted[k] < sorted[k - 1]; k--) {
			s = sorted[k]
			sorted[k] = sorted[k - 1]
			sorted[k - 1] = s
		}
	for (i = 1; i <= ss; i++) {
		split(sorted[i], p, " ")
		split(step[p[2] + 0], x, "\t")
		c = x[4]
		split(x[5], how, " ")
		if (x[3] == "accept")
			stage[c] = how[1]
		else if (x[3] == "decide") {
			stage[c] = "decided"
			decision[c] = how[1]
			named[c] = how[2]
		} else if (x[3] == "feedback") {
			stage[c] = "answered"
			answered[c] = 1
		} else if (x[3] == "appeal") {
			stage[c] = "appealed"
			outcome_by[c] = worked(seconds(x[1], x[6]), 20)
		} else {
			stage[c] = "answered"
			turned[c] = how[1] == "upheld"
		}
	}
	for (i = 1; i <= cs; i++) {
		c = c_no[i]
		n["complaints"]++
		n["complaints-" (c_side[c] == "account" ? "account" : "group")]++
		n["complaints-answered"] += answered[c]
		s = c_side[c] == "account" ? "a" : "g"
		if (stage[c] == "received" && due(c_time[c], c_urgent[c], 2) < T) found("accept-overdue", s, 1)
		if (stage[c] == "accepted" && due(c_time[c], c_urgent[c], 8) < T) found("decide-overdue", s, 1)
		if ((stage[c] == "decided" || stage[c] == "refused") && due(c_time[c], c_urgent[c], 10) < T) found("feedback-overdue", s, 1)
		if (stage[c] == "appealed" && outcome_by[c] < T) found("appeal-overdue", s, 1)
		if ((decision[c] == "upheld" || decision[c] == "partial") && named[c] == "-" && !turned[c]) found("decision-unlinked", s, 1)
		if (turned[c] && named[c] != "" && named[c] != "-" && on[m_no[named[c]]]) found("appeal-unlifted", s, 1)
	}

	# ---- documents
	n["documents"] = n_documents
	for (k in ds) {
		b = 0
		for (i = 1; i <= ds[k]; i++)
			if (d_from[k, i] <= D + 1)
				b = i	# the later one has begun
		if (b == 0 || d_until[k, b] && d_until[k, b] < D + 1) {
			found(b ? "document-expired" : "document-missing", "doc " k, 1)
			continue
		}
		in_force[k] = 1
		if ((k == "platform-rules" || k == "convention" || k == "complaint-entry") && !d_public[k, b])
			found("document-unpublished", "doc " k, 1)
		if ((k == "account-system" || k == "group-system") && d_day[k, b] >= monday)
			found("system-unfiled", k == "account-system" ? "a" : "g", 1)
	}
	for (k in request) {
		n["requests"]++
		if (k != "函-1" && request[k] < D + 1) {
			found("request-unanswered", "a", 1)
			found("request-unanswered", "g", 1)
		}
	}
	n["filings"] = filings
	n["exports"] = exports
	n["journal"] = 1

	for (k in n)
		print "counter", k, n[k]
	for (i = 1; i <= clauses; i++) {
		id = clause[i]
		open = 0
		b = split(codes[id], list, ";")
		for (k = 1; k <= b; k++) {
			if (id == "PA-07-1c")
				open += hit[list[k], "accounts"]
			else if (substr(id, 1, 2) == "PA")
				open += hit[list[k], "a"]
			else if (id ~ /^GR-11-1/ || id ~ /^GR-0[789]/)
				open += hit[list[k], "g"]
			else if (id ~ /^GR-11-2/ || id ~ /^GR-05-2b/ || id ~ /^GR-06/)
				open += hit[list[k], "u"]
			else
				open += hit[list[k], "g"] + hit[list[k], "u"]
			split(documents[id], docs, ";")
			for (d in docs)
				open += hit[list[k], "doc " docs[d]]
			delete docs
		}
		ev = 0
		missing = 0
		if (counter[id] != "") {
			ev = n[counter[id]] + 0
			missing = ev == 0
		}
		d_n = split(documents[id], docs, ";")
		for (k = 1; k <= d_n; k++) {
			if (docs[k] in in_force)
				ev += counter[id] == ""
			else
				missing = 1
		}
		delete docs
		say = missing ? "missing" : open ? "open" : "met"
		if (applies[id] != "" && n[applies[id]] + 0 == 0)
			say = "not-applicable"
		print "clause", id, ev, open, say
	}
}
