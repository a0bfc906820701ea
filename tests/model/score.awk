# score.awk: the score of credit-score(1), once more and slowly, from the text of lib/score.h.
# Whole numbers and days only; for any awk.  Reads lines of fields between tabs:
#   S base floor ceiling hysteresis
#   L name from				levels, the highest first
#   R side kind form value within most cycle times ceiling above from until when confirm
#	side: deduct or reward; form: points, to, given, repeat (1,2) or levels (A=1,B=2);
#	- for what is absent; when: .score, .level or .times, an operator and a value
#   Y by after every points top at_floor relapse add_days active
#   M hours per_points free_points free_from
#   K kind within measure=days,measure=days
#   E owner time id kind points confirmed_by event		in any order
#   Q owner time			asks: owner, time, credit, level, muted until (or -)
#   A owner time id			asks: id, the step of the ladder (or -)
# Times are 2026-03-01T12:00:00, and of UTC+8.
BEGIN { FS = "\t"; OFS = "\t" }
function floor_div(a, b,   q) {
	q = int(a / b)
	return q * b > a ? q - 1 : q
}
function days(y, m, d,   era, yoe, doy) {
	if (m <= 2)
		y--
	era = floor_div(y, 400)
	yoe = y - era * 400
	doy = int((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + d - 1
	return era * 146097 + yoe * 365 + int(yoe / 4) - int(yoe / 100) + doy - 719468
}
function day_of(s) { return days(substr(s, 1, 4) + 0, substr(s, 6, 2) + 0, substr(s, 9, 2) + 0) }
function secs(s) {	# local: whole days of 86400 seconds
	return day_of(s) * 86400 + substr(s, 12, 2) * 3600 + substr(s, 15, 2) * 60 + substr(s, 18, 2)
}
function stamp(t,   d, y, m) {
	d = floor_div(t, 86400)
	t -= d * 86400
	for (y = 1970; days(y + 1, 1, 1) <= d; y++)
		;
	for (m = 1; m < 12 && days(y, m + 1, 1) <= d; m++)
		;
	return sprintf("%04d-%02d-%02dT%02d:%02d:%02d+08:00", y, m, d - days(y, m, 1) + 1,
	    int(t / 3600), int(t % 3600 / 60), t % 60)
}
$1 == "S" { base = $2 + 0; floor = $3 + 0; ceiling = $4 + 0; hyst = $5 + 0; top = ceiling }
$1 == "L" { lname[++levels] = $2; lfrom[levels] = $3 + 0 }
$1 == "R" {
	n = ++rules
	side[n] = $2; kind[n] = $3; form[n] = $4; value[n] = $5
	within[n] = $6 + 0; most[n] = $7 + 0; cyc[n] = $8 + 0; times[n] = $9 + 0
	rceil[n] = $10; above[n] = $11 == "-" ? -1 : $11 + 0
	from[n] = $12; until[n] = $13; when[n] = $14; confirm[n] = $15 == "true"
}
$1 == "Y" {
	by = $2; after = $3 + 0; every = $4 + 0; grant = $5 + 0; top = $6 + 0
	at_floor = $7 == "true"; restart = $8 == "restart"; add = $9 + 0; active = $10
}
$1 == "M" { mute = 1; hours = $2 + 0; per = $3 + 0; free = $4 + 0; free_from = $5 + 0 }
$1 == "K" { rung[$2] = $4; rung_within[$2] = $3 + 0 }
$1 == "E" {
	if ($4 in at)	# given again
		next
	n = ++events
	owner[n] = $2; at[$4] = n; id[n] = $4; ekind[n] = $5; epoints[n] = $6
	time[n] = secs($3); econf[n] = $7 != ""; against[n] = $8
}
$1 == "Q" { result = fold($2, secs($3)); print $2, $3, result }
$1 == "A" { fold($2, secs($3)); print $4, asked[$4] == "" ? "-" : asked[$4] }

# Does an appeal stand against it that is not countered itself?  Only what was there by then.
function gone(e, t,   k) {
	for (k = 1; k <= events; k++)
		if (ekind[k] == "appeal" && against[k] == id[e] && time[k] <= t && !gone(k, t))
			return 1
	return 0
}
function held() { return score <= floor && !at_floor }
function settle_level(   i, plain) {
	for (plain = 1; plain < levels && score < lfrom[plain]; plain++)
		;
	if (plain > lev)
		lev = plain
	for (i = 1; i < lev; i++)
		if (score >= lfrom[i] + hyst) {
			lev = i
			break
		}
}
function advance(d) {
	if (by == "days")
		while (nxt && nxt <= d && score < top && !held()) {
			score += grant
			if (score > top)
				score = top
			nxt += every
		}
	if (score >= top || held())
		nxt = 0
	settle_level()
}
function begin_wait(d) { return (by == "days" ? d : 0) + after + every }
function true_of(w, k,   p, v) {
	if (w == "-")
		return 1
	split(w, p, " ")
	if (p[1] == ".level") {
		gsub(/"/, "", p[3])
		return (p[2] == "==") == (lname[lev] == p[3])
	}
	v = p[1] == ".score" ? score : count[k] > 16 ? 16 : count[k] + 0
	return p[2] == "<" ? v < p[3] + 0 : p[2] == ">=" ? v >= p[3] + 0 : v == p[3] + 0
}
# How many of the latest 16 of a kind lie within so many days before t, itself included.
function nth(k, t, within_days,   i, n) {
	for (i = count[k]; i >= 1 && i > count[k] - 16; i--)
		if (!within_days || t - seen[k, i] < within_days * 86400)
			n++
	return n + 0
}
function entry(list, n,   p, m) {
	m = split(list, p, ",")
	return p[n > m ? m : n]
}
function of_level(list, name,   p, q, m) {
	for (m = split(list, p, ","); m > 0; m--) {
		split(p[m], q, "=")
		if (q[1] == name)
			return q[2] + 0
	}
	return 0
}
function deduct(r, e, d,   p, m) {
	if (form[r] == "points")
		p = value[r] + 0
	else if (form[r] == "to")
		p = score > value[r] + 0 ? score - value[r] : 0
	else if (form[r] == "given")
		p = epoints[e] + 0 > most[r] ? most[r] : epoints[e] + 0
	else if (form[r] == "repeat")
		p = entry(value[r], nth(kind[r], time[e], within[r])) + 0
	else
		p = of_level(value[r], lname[lev])
	score -= p
	if (score < floor)
		score = floor
	if (p <= 0)
		return
	if (score >= top || held())
		nxt = 0
	else if (by != "none") {
		if (restart || !nxt)
			nxt = begin_wait(d)
		nxt += p * add
	}
	if (mute && !(p <= free && score >= free_from)) {
		m = time[e] + int(hours * 3600 * p / per)
		if (m > muted)
			muted = m
	}
}
function reward(r, d,   g, c) {
	if (score <= above[r])
		return
	g = form[r] == "to" ? value[r] - score : value[r] + 0
	c = rceil[r] == "-" ? top : rceil[r] + 0
	if (g > c - score)
		g = c - score
	if (g < 0)
		g = 0
	if (cyc[r]) {
		if (!(r in cday) || d >= cday[r] + cyc[r]) {
			cday[r] = d
			cpoints[r] = ctimes[r] = 0
		}
		if (times[r] && ctimes[r] >= times[r])
			return
		if (most[r] && g > most[r] - cpoints[r])
			g = most[r] - cpoints[r]
		ctimes[r]++
		cpoints[r] += g
	}
	score += g
	if (score >= top || held())
		nxt = 0
	else if (!nxt && by != "none")
		nxt = begin_wait(d)
}
function one(e,   d, r, k) {
	d = floor_div(time[e], 86400)
	k = ekind[e]
	if (!begun && by != "none" && base < top)
		nxt = begin_wait(d)
	begun = 1
	advance(d)
	if (by == "active" && k == active && nxt && d > active_day) {
		active_day = d
		if (--nxt == 0) {
			score += grant
			if (score > top)
				score = top
			nxt = score >= top || held() ? 0 : every
		}
	}
	for (r = 1; r <= rules; r++)
		if (kind[r] == k && (from[r] == "-" || day_of(from[r]) <= d) &&
		    (until[r] == "-" || d < day_of(until[r])) && true_of(when[r], k))
			break
	if (r <= rules && !(confirm[r] && !econf[e])) {
		seen[k, ++count[k]] = time[e]
		if (side[r] == "reward")
			reward(r, d)
		else
			deduct(r, e, d)
		if (k in rung)
			asked[id[e]] = entry(rung[k], nth(k, time[e], rung_within[k]))
	}
	settle_level()
}
function before(a, b) { return time[a] < time[b] || (time[a] == time[b] && id[a] "" < id[b] "") }
function fold(who, t,   i, k, n, list, x) {
	for (x in count) delete count[x]
	for (x in seen) delete seen[x]
	for (x in cday) delete cday[x]
	for (x in asked) delete asked[x]
	begun = nxt = active_day = muted = 0
	score = base
	for (lev = 1; lev < levels && score < lfrom[lev]; lev++)
		;
	for (i = 1; i <= events; i++)
		if (owner[i] == who && ekind[i] != "appeal" && time[i] <= t && !gone(i, t)) {
			for (k = n++; k >= 1 && before(i, list[k]); k--)
				list[k + 1] = list[k]
			list[k + 1] = i
		}
	for (i = 1; i <= n; i++)
		one(list[i])
	if (begun)
		advance(floor_div(t, 86400))
	return score OFS lname[lev] OFS (muted > t ? stamp(muted) : "-")
}
