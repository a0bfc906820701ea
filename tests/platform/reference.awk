# What the programs should say of a history (history.awk), slowly: DIR/want.N of each step, and
# DIR/end.*: what is left, and after it what is left at the time in DIR/later.  With time.awk, list.awk, points.awk.  Variables: dir; of list.awk.
# Input: accounts (name TAB subject TAB public name).  No line has an escaped quote.
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
# Given before?  "": new.
function seen(letter, id, line) {
	if (!((letter, id) in line_of))
		return ""
	return line_of[letter, id] == line ? answer[letter, id] : id " no"
}
function remember(letter, id, line, s) {
	line_of[letter, id] = line
	answer[letter, id] = s
	return s
}

# ends: of each listing made.
function add(line, id,	f, u, g, b, a, n, ends, s) {
	f = get(line, "from")
	u = get(line, "until")
	f = f == "now" ? now : seconds(f)
	u = u == "term" ? 0 : seconds(u)
	g = get(line, "ground")
	a = get(line, "account")
	n = get(line, "name")
	b = get(line, "subject")
	if ((g != "law" && g != "agreement" && g != "convention") || get(line, "by") == "" || \
	    get(line, "reason") == "" || get(line, "basis") == "" || (a == "" && n == "" && b == ""))
		return id " no"
	if (u != 0 && (u <= f || day_of(u) > day_of(months_on(f, most))))
		return id " no"
	s = seen("b", id, line)
	if (s != "")
		return s
	ends = ""
	if (a != "")
		ends = ends "," until[list_key("a" a, f, u)]
	if (b != "")
		ends = ends "," until[list_key("s" b, f, u)]
	if (n != "")
		ends = ends "," until[list_key("n" n, f, u)]
	if (a != "" && subject[a] != "" && get(line, "alone") == "")
		ends = ends "," until[list_key("s" subject[a], f, u)]
	return remember("b", id, line, id " ok " (serial - gsub(/,/, ",", ends) + 1) ends)
}
function lift(line, id,	s) {
	if (get(line, "by") == "" || get(line, "reason") == "" || get(line, "basis") == "")
		return id " no"
	s = seen("b", id, line)
	if (s != "")
		return s
	if (!lift_listing(get(line, "listing") + 0, now))
		return id " no"
	return remember("b", id, line, id " ok")
}
# why: what is wrong with it.
function event(line, id,	kind, t, p, a, s) {
	kind = get(line, "kind")
	t = seconds(get(line, "time"))
	p = get(line, "points")
	a = get(line, "event")
	why = ""
	if (t > now)
		why = why ",event-time"
	if (kind == "appeal") {
		if (get(line, "reason") == "" || get(line, "basis") == "")
			why = ",event-reason" why
	} else {
		if (off[kind] == "")
			why = ",event-kind" why
		if (off[kind] == "given" && (p == "" || p + 0 > 100))
			why = ",event-points" why
	}
	if (why != "")
		return id " no"
	s = seen("c", id, line)
	if (s != "") {
		if (s == id " no")
			why = ",event-reused"
		return s
	}
	if (kind == "appeal") {
		if (!(a in owner_of)) {
			why = ",event-unknown"
			return id " no"
		}
		s = owner_of[a]
		put_event(s, id, t, kind, 0, a)
	} else {
		s = subject[get(line, "account")]
		if (s == "") {
			why = ",event-owner"
			return id " no"
		}
		put_event(s, id, t, kind, p + 0, "")
	}
	fold(s, 0)
	return remember("c", id, line, id " ok " score " " level_name[level])
}
function measure(line, id,	kind, a, u, s, t) {
	kind = get(line, "kind")
	a = get(line, "account")
	t = seconds(get(line, "time"))
	u = get(line, "until")
	if (t > now || get(line, "ground") == "" || get(line, "clause") == "" || \
	    get(line, "operator") == "")
		return id " no"
	if (kind == "lower-credit" ? get(line, "points") + 0 < 1 : u == "" && kind != "warn")
		return id " no"
	s = seen("e", id, line)
	if (s != "")
		return s
	if (subject[a] == "")
		return id " no"
	m_kind[id] = kind
	m_on[id] = a
	m_from[id] = t
	m_until[id] = u == "" ? 1e15 : seconds(u)
	m_how[id] = ""
	on[a] = on[a] " " id
	m_order[++measures] = id
	if (kind == "ban-registration") {
		m_lists[id] = list_key("a" a, t, m_until[id])
		m_lists[id] = m_lists[id] " " list_key("s" subject[a], t, m_until[id])
	}
	if (kind == "lower-credit")
		put_event(subject[a], id, t, kind, get(line, "points") + 0, "")
	return remember("e", id, line, id " ok")
}
function unmeasure(line, id,	m, s, n, i, k) {
	m = get(line, "measure")
	if (get(line, "by") == "" || get(line, "reason") == "" || get(line, "basis") == "")
		return id " no"
	s = seen("e", id, line)
	if (s != "")
		return s
	if (!(m in m_kind) || m_how[m] == "lifted" || m_until[m] <= now)
		return id " no"
	m_how[m] = "lifted"
	k = split(m_lists[m], n, " ")
	for (i = 1; i <= k; i++)
		lift_listing(n[i] + 0, now)
	if (m_kind[m] == "lower-credit")
		put_event(subject[m_on[m]], id, now, "appeal", 0, m)
	return remember("e", id, line, id " ok")
}
function due(	i, m) {
	for (i = 1; i <= measures; i++) {
		m = m_order[i]
		if (m_how[m] == "" && m_until[m] <= now) {
			m_how[m] = "ended"
			print "due", m >out
		}
	}
}
function stands(m, t) { return m_from[m] <= t && t < m_until[m] && m_how[m] != "lifted" }
# What is taken from an account, and `state`, what is asked of it.
function taken(a,	k, m, i, kinds) {
	k = split(on[a], m, " ")
	for (i = 1; i <= k; i++)
		if (stands(m[i], now))
			kinds = kinds " " m_kind[m[i]]
	state = index(kinds, "suspend") ? "suspended" : "active"
	return (index(kinds, "limit") ? "advertise monetise follow recommend " : "") \
	    (index(kinds, "suspend") ? "publish" : "")
}
function sorted(list,	k, n, i, j, x) {
	k = split(substr(list, 2), n, ",")
	for (i = 2; i <= k; i++)
		for (j = i; j > 1 && n[j - 1] + 0 > n[j] + 0; j--) {
			x = n[j]
			n[j] = n[j - 1]
			n[j - 1] = x
		}
	list = n[1]
	for (i = 2; i <= k; i++)
		list = list "," n[i]
	return k ? list : "-"
}
# The listings that hit an account, and `codes` of them.
function hits(a,	x, y, z) {
	x = listings("a" a, now)
	y = listings("n" title[a], now)
	z = listings("s" subject[a], now)
	codes = (x != "" ? ",account-listed" : "") (y != "" ? ",name-listed" : "")
	behind = z != "" ? ",subject-listed" : ""
	return sorted(x y z)
}
# register | blacklist | enforce check | credit-score apply
function pipe(line, id,	a, n, s, p) {
	a = get(line, "account")
	n = hits(a)
	taken(a)
	codes = codes (state == "suspended" && get(line, "state") == "active" ? ",state-mismatch" : "") behind
	if (codes != "")
		return id " no " substr(codes, 2) " " n " - -"
	s = event(line, id)
	split(s, p, " ")
	if (p[2] == "no")
		return id " no " substr(why, 2) " - - -"
	return id " ok - - " p[3] " " p[4]
}
function left(	i, a, n, t, k, p, j, s, o) {
	for (i = 1; i <= accounts; i++) {
		a = account[i]
		n = hits(a)
		t = taken(a)
		fold(subject[a], day_of(now))
		k = split(open_to[level], p, " ")
		s = "-"
		for (j = 1; j <= k; j++)
			if (!index(" " t " ", " " p[j] " "))
				s = s "," p[j]
		print a, n, state, score, level_name[level], s >(dir "/end.accounts")
	}
	for (i = 1; i <= serial; i++)
		if (i in until && in_force(i, now))
			print i >(dir "/end.listings")
	for (i = 1; i <= measures; i++)
		if (stands(m_order[i], now))
			print m_order[i] >(dir "/end.measures")
	for (o in events) {
		if (events[o] == 0)
			continue
		fold(o, day_of(now))
		print "a:" o, score, level_name[level] >(dir "/end.scores")
	}
}
BEGIN {
	FS = "\t"
	rules()
	split("publish interact recommend advertise monetise follow:publish interact recommend follow:" \
	    "publish interact:publish:", open_to, ":")
	while ((getline <ARGV[1]) > 0) {
		account[++accounts] = $1
		subject[$1] = $2
		title[$1] = $3
	}
	while ((getline step <(dir "/steps")) > 0) {
		split(step, word, " ")
		verb = word[1]
		now = seconds(word[2])
		file = dir "/" word[3]
		out = dir "/want." word[3]
		printf "" >out
		if (verb == "add" || verb == "lift")
			expire(now)
		if (verb == "due")
			due()
		while ((getline line <file) > 0) {
			id = get(line, "id")
			print verb == "add" ? add(line, id) : verb == "lift" ? lift(line, id) : \
			    verb == "event" ? event(line, id) : verb == "measure" ? measure(line, id) : \
			    verb == "unmeasure" ? unmeasure(line, id) : pipe(line, id) >out
		}
		close(file)
		close(out)
	}
	left()
	now += 25 * 86400
	left()
	print text(now) >(dir "/later")
	exit
}
