# The score of the default policy for accounts: 100 at first, points off, a point for each day
# after seven without another deduction, none at 0.  All of an owner's events are folded each
# time.  With time.awk.
function rules(	k, p, i) {
	k = split("unlawful-content 50 rumour 20 unlicensed-news 50 copyright 20 vulgar 10 " \
	    "clickbait 5 other-breach 5", p, " ")
	for (i = 1; i < k; i += 2)
		off[p[i]] = p[i + 1]
	off["account-trading"] = "all"
	off["lower-credit"] = "given"
	split("80 60 40 1 0", least, " ")
	split("A B C D E", level_name, " ")
}
function put_event(o, id, t, kind, points, against,	i) {
	for (i = ++events[o]; i > 1 && (at_of[o, i - 1] > t || \
	    (at_of[o, i - 1] == t && id_of[o, i - 1] > id)); i--) {
		at_of[o, i] = at_of[o, i - 1]
		id_of[o, i] = id_of[o, i - 1]
	}
	at_of[o, i] = t
	id_of[o, i] = id
	what[id] = kind
	lost[id] = points
	owner_of[id] = o
	if (against != "")
		against_it[against] = against_it[against] " " id
}
# It counts unless an appeal against it counts.
function counts(id,	k, a, i) {
	if (against_it[id] == "")
		return 1
	k = split(against_it[id], a, " ")
	for (i = 1; i <= k; i++)
		if (counts(a[i]))
			return 0
	return 1
}
function recovered(score, since, day) {
	if (score == 0 || score >= 100 || day - since <= 7)
		return score
	score += day - since - 7
	return score > 100 ? 100 : score
}
function new_level(l, score,	i) {
	while (score < least[l])
		l++
	for (i = 1; i < l; i++)
		if (score >= least[i] + 2)
			return i
	return l
}
# Sets score and level; day 0: after the last event.
function fold(o, day,	i, id, p, since, base, d) {
	base = score = 100
	level = 1
	since = 0
	for (i = 1; i <= events[o]; i++) {
		id = id_of[o, i]
		if (what[id] == "appeal" || !counts(id))
			continue
		d = day_of(at_of[o, i])
		score = recovered(base, since, d)
		level = new_level(level, score)
		p = off[what[id]]
		p = p == "all" ? score : p == "given" ? lost[id] : p
		if (p > 0) {
			base = score = p < score ? score - p : 0
			since = d
		}
		level = new_level(level, score)
	}
	if (day > 0) {
		score = recovered(base, since, day)
		level = new_level(level, score)
	}
}
