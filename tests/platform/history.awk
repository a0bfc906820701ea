# A random history of a platform: writes the records of each step to DIR/step.N, the order to
# DIR/steps (verb, time, file), and the records of the pipe to DIR/pipe.  With time.awk.
# Variables: seed, dir, n (records of the pipe), steps, size (records of a step).
# Input: accounts (name TAB subject TAB public name), then their records.
function rnd(k) { return int(rand() * k) }
function pick(list,	p, k) {
	k = split(list, p, " ")
	return p[1 + rnd(k)]
}
function account() { return rnd(2) ? 1 + rnd(accounts) : 1 + rnd(16) }
# What was given already, again: as it was, or the id with other content.
function given(verb,	line) {
	if (sent[verb] == 0 || rnd(10))
		return ""
	line = old[verb, 1 + rnd(sent[verb])]
	if (!rnd(4))
		sub(/"reason":"/, "\"reason\":\"other ", line)
	return line
}
function keep(verb, line) {
	old[verb, ++sent[verb]] = line
	return line
}
function by() {
	return sprintf("\"by\":\"w\"%s%s", rnd(20) ? ",\"reason\":\"r\"" : "",
	    rnd(20) ? ",\"basis\":\"b\"" : "")
}
function when_ago() { return text(now - (rnd(3) ? rnd(5 * 86400) : rnd(60 * 86400))) }

function add(	a, k, s, f) {
	a = account()
	k = rnd(10)
	s = "{\"id\":\"l" ++made["add"] "\"," by()
	if (k < 5)
		s = s ",\"account\":\"" name[a] "\"" (rnd(4) ? "" : ",\"alone\":\"r\"")
	else if (k < 6)
		s = s ",\"account\":\"nobody" rnd(5) "\""
	else if (k < 8)
		s = s ",\"subject\":\"" subject[a] "\""
	else if (k < 9)
		s = s ",\"name\":\"" title[a] "\""
	else if (rnd(2))
		s = s ",\"account\":\"" name[a] "\",\"name\":\"" title[a] "\""
	if (rnd(25))
		s = s ",\"ground\":\"" (rnd(30) ? pick("law agreement convention") : "whim") "\""
	f = now + rnd(30 * 86400) - 15 * 86400
	if (rnd(2))
		f = now
	s = s ",\"from\":\"" (f == now && rnd(2) ? "now" : text(f)) "\""
	serials += 2
	if (rnd(3) == 0)
		return s ",\"until\":\"term\"}"
	k = (f > now ? f : now) + 86400 + rnd(40 * 86400)
	if (!rnd(20))
		k = f - rnd(100)
	if (!rnd(15))	# the longest term, and a day more
		k = months_on(f, most) + 86400 * rnd(2)
	return s ",\"until\":\"" text(k) "\"}"
}
function lift() {
	serials++
	return sprintf("{\"id\":\"ul%d\",\"listing\":%d,%s}", ++made["lift"], 1 + rnd(serials), by())
}
function event(	id, s) {
	id = "e" ++made["event"]
	if (!rnd(8) && id != "e1")
		return sprintf("{\"id\":\"%s\",\"kind\":\"appeal\",\"time\":\"%s\",\"event\":\"e%d\",%s}",
		    id, rnd(2) ? text(now) : when_ago(), 1 + rnd(made["event"] + 1), by())
	s = sprintf("{\"id\":\"%s\",\"kind\":\"%s\",\"reason\":\"r\",\"account\":\"%s\",\"time\":\"%s\"",
	    id, kind(), rnd(40) ? name[account()] : "nobody", rnd(40) ? when_ago() : text(now + 1))
	return s (rnd(6) ? "" : ",\"points\":" rnd(120)) "}"
}
function kind() {
	return rnd(30) ? pick("rumour copyright vulgar clickbait other-breach clickbait vulgar " \
	    "other-breach lower-credit") : rnd(3) ? pick("unlawful-content account-trading") : "crime"
}
function measure(	k, s, t) {
	k = pick("warn limit suspend ban-registration lower-credit")
	t = now - rnd(86400 * 3)
	s = sprintf("{\"id\":\"m%d\",\"kind\":\"%s\",\"account\":\"%s\",\"time\":\"%s\",\"reason\":\"r\"",
	    ++made["measure"], k, rnd(30) ? name[account()] : "nobody", text(rnd(30) ? t : now + 1))
	if (rnd(30))
		s = s ",\"ground\":\"law\""
	if (rnd(30))
		s = s ",\"clause\":\"s 4\""
	if (rnd(30))
		s = s ",\"operator\":\"w\""
	if (k == "lower-credit")
		s = s ",\"points\":" rnd(40)
	else if (rnd(30))
		s = s ",\"until\":\"" text(now + 3600 + rnd(50 * 86400)) "\""
	return s "}"
}
function unmeasure() {
	return sprintf("{\"id\":\"um%d\",\"measure\":\"m%d\",%s}", ++made["unmeasure"],
	    1 + rnd(made["measure"] + 2), by())
}
function record(verb,	line) {
	line = given(verb)
	if (line != "")
		return line
	return keep(verb, verb == "add" ? add() : verb == "lift" ? lift() : verb == "event" ? event() : \
	    verb == "measure" ? measure() : unmeasure())
}
FILENAME == ARGV[1] {
	split($0, part, "\t")
	name[++accounts] = part[1]
	subject[accounts] = part[2]
	title[accounts] = part[3]
	next
}
{ whole[FNR] = $0 }
END {
	srand(seed)
	now = start = seconds("2026-11-24T10:00:00")
	for (i = 1; i <= steps; i++) {
		now += 60 + rnd(2 * 120 * 86400 / steps)
		verb = i < 4 ? pick("add measure") : pick("add lift event measure unmeasure event due")
		if (verb != "due")
			for (j = 1; j <= size; j++)
				print record(verb) >(dir "/step." i)
		else
			printf "" >(dir "/step." i)
		close(dir "/step." i)
		print verb, text(now), "step." i >(dir "/steps")
	}
	now += 86400
	print "pipe", text(now), "pipe" >(dir "/steps")
	# The record of an account, and what happened to it.
	for (i = 1; i <= n; i++) {
		if (i > 1 && !rnd(15)) {
			line = i > 64 ? last[rnd(64)] : last[1]
			if (line == "")
				line = last[1]
			if (!rnd(5))
				sub(/"reason":"/, "\"reason\":\"other ", line)
		} else {
			j = 1 + rnd(accounts)
			if (!rnd(10))
				line = sprintf("{\"id\":\"e%d\",\"kind\":\"appeal\",\"time\":\"%s\",\"event\":\"e%d\",%s,",
				    ++made["event"], when_ago(), rnd(made["event"] + 1), by())	# e0: none
			else
				line = sprintf("{\"id\":\"e%d\",\"kind\":\"%s\",\"reason\":\"r\",\"time\":\"%s\"%s,",
				    ++made["event"], kind(), rnd(40) ? when_ago() : text(now + 1),
				    rnd(6) ? "" : ",\"points\":" rnd(120))
			line = line substr(whole[j], 2)
			last[i % 64] = line
		}
		print line >(dir "/pipe")
	}
}
