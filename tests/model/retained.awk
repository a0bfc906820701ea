# Judges a history (tests/model/retain.awk): after each step, which lines must be there, which
# must be gone.  got/STEP: ids of the lines in all segments, sorted; told/STEP: what the program
# answered; fetched/STEP: ids, in their order.  Prints what is wrong.  After keep.awk.

function wrong(s) { print "step " step ": " s; bad++ }

function has_name(l, names,	w, k, i, p) {
	if (names == "-")
		return 1
	k = split(names, w, " ")
	for (i = 1; i <= k; i++) {
		split(w[i], p, "=")
		if (p[1] == "account" && account[l] == p[2] || p[1] == "user" && user[l] == p[2] ||
		    p[1] == "group" && group[l] == p[2])
			return 1
		# a subject: lines that name it, and those of its accounts (S1: a1, S2: a2)
		if (p[1] == "subject" && (subject[l] == p[2] || p[2] == "S1" && account[l] == "a1" ||
		    p[2] == "S2" && account[l] == "a2"))
			return 1
	}
	return 0
}
function asked(l, names, of, from, until) {
	if (of != "-" && class[l] != of || !has_name(l, names))
		return 0
	if (time[l] == "-")
		return 1
	return (from == "-" || time[l] >= from) && (until == "-" || time[l] < until)
}
function held(l,	h) {
	for (h in hold_names)
		if (asked(l, hold_names[h], hold_class[h], hold_from[h], hold_until[h]))
			return 1
	return 0
}
function referred(l,	m, p) {
	for (m in measure_at) {
		if (!owed[m] && (lifted[m] || measure_until[m] <= now))
			continue
		split(measure_of[m], p, "=")
		if ((p[1] == "account" ? account[l] : group[l]) != p[2])
			continue
		if (time[l] == "-" || time[l] <= measure_at[m])
			return 1
	}
	return 0
}
function months(of, policy) {
	if (policy == "p1") return of == "long" ? 12 : 6
	if (policy == "p2") return of == "log" ? 9 : 6
	return of == "long" ? 7 : of == "content" ? 13 : 6
}
function pool(l) { return class[l] " " series[l] " " days[l] " " source[l] " " pinned[l] }

function load(	l, file) {
	split("", there)
	file = "got/" step
	count = 0
	while ((getline l <file) > 0) {
		if (l in there)
			wrong(l " is there twice")
		there[l] = 1
		count++
		if (!(l in state))
			wrong(l " never came")
	}
	close(file)
}

function pruned(policy, limit, of,	i, l, n, last, most, today, stays, k) {
	today = int(now / 86400) + 1
	split("", most)
	for (i = 1; i <= total; i++) {
		l = all[i]
		n = keep_until(days[l], received[l], months(class[l], policy))
		last_day[l] = pinned[l] > n ? pinned[l] : n
		k = pool(l)
		if (!(k in most) || last_day[l] > most[k])
			most[k] = last_day[l]
	}
	for (i = 1; i <= total; i++) {
		l = all[i]
		if (!state[l] || !born[l])
			continue
		stays = ""
		if (today <= last_day[l]) stays = "young, until " date[last_day[l]]
		else if (held(l)) stays = "held"
		else if (referred(l)) stays = "referred to"
		else if (of != "-" && class[l] != of) stays = "of another class"
		if (stays != "") {
			stayed[substr(stays, 1, 5)]++
			if (!(l in there))
				wrong(l " (" pool(l) ") went at " date[today] " and is " stays)
		} else if (l in there) {
			if (!limit && today > most[pool(l)])
				wrong(l " (" pool(l) ") stays at " date[today] " and was free from " date[last_day[l] + 1])
		} else
			gone++
	}
}

BEGIN {
	keep_days()
	FS = "\t"
	while ((getline <"lines") > 0) {
		all[++total] = $2
		of_step[$2] = $1; class[$2] = $3; source[$2] = $4; series[$2] = $5; days[$2] = $6
		received[$2] = $7; account[$2] = $8; user[$2] = $9; group[$2] = $10; subject[$2] = $11
		time[$2] = $12
		pinned[$2] = keep_until($6, $7, months($3, "p1"))
	}
	while ((getline <"ops") > 0) {
		step = $1
		now = (day[substr($3, 1, 10)] - 1) * 86400 + substr($3, 12, 2) * 3600 + \
		    substr($3, 15, 2) * 60 + substr($3, 18, 2)
		verb = $2; f4 = $4; f5 = $5; f6 = $6; f7 = $7
		said = ""
		file = "told/" step
		getline said <file
		close(file)
		if (verb == "store")
			for (i = 1; i <= total; i++)
				if (of_step[all[i]] == step)
					state[all[i]] = born[all[i]] = 1
		load()
		if (verb == "prune")
			pruned(f4, f5, f6)
		else if (verb == "hold") {
			match_any = 0
			for (i = 1; i <= total; i++)
				if (state[all[i]] && born[all[i]] && asked(all[i], f5, f6, $9, $10))
					match_any++
			if (said == "placed") {
				h = ++holds
				hold_case[h] = f4; hold_names[h] = f5; hold_class[h] = f6
				hold_from[h] = $9; hold_until[h] = $10
			} else if (match_any > 0)
				wrong("a hold of " match_any " lines that are there: " said)
			else
				refused++
		} else if (verb == "release") {
			for (h in hold_case)
				if (hold_case[h] == f4) {
					delete hold_names[h]
					delete hold_case[h]
				}
		} else if (verb == "measure" && said == "taken") {
			measure_of[f4] = f5; measure_at[f4] = f6; measure_until[f4] = f7
			owed[f4] = 1
		} else if (verb == "report")
			owed[f4] = 0
		else if (verb == "lift" && said == "lifted")
			lifted[f4] = 1
		else if (verb == "fetch") {
			split("", want)
			n = 0
			for (i = 1; i <= total; i++)
				if (state[all[i]] && born[all[i]] && asked(all[i], f4, f5, $8, $9)) {
					want[all[i]] = 1
					n++
				}
			file = "fetched/" step
			before = -1
			while ((getline l <file) > 0) {
				fetched++
				if (!(l in want))
					wrong("fetched, and not asked for: " l)
				delete want[l]
				n--
				if (time[l] != "-") {
					if (time[l] < before)
						wrong(l " fetched after a later one")
					before = time[l]
				}
			}
			close(file)
			for (l in want)
				wrong("not fetched: " l " (" pool(l) ")")
		}
		for (i = 1; i <= total; i++) {
			l = all[i]
			if (!(l in state))
				continue
			if (verb != "prune" && state[l] && !(l in there))
				wrong(verb " lost " l " (" pool(l) ")")
			if (!state[l] && l in there)
				wrong(l " came back")
			state[l] = l in there
		}
	}
	printf "%d wrong\n", bad
	printf "%d lines %d gone %d held %d referred %d young %d fetched %d refused\n", total, gone, \
	    stayed["held"], stayed["refer"], stayed["young"], fetched, refused >"counts"
}
