# The blacklist: serials, listings of keys, terms, lifts, ends.  With time.awk.
# Variables: first, repeat, most: the policy's months.
function in_force(n, at) {
	return from[n] <= at && at < until[n] && ended[n] == ""
}
# Serials of a key's listings in force, in order, each with a comma before it.
function listings(key, at,	k, n, i, out) {
	k = split(of_key[key], n, " ")
	for (i = 1; i <= k; i++)
		if (in_force(n[i], at))
			out = out "," n[i]
	return out
}
function list_key(key, f, u) {
	serial++
	if (u == 0) {
		u = first + repeat * past[key]
		u = months_on(f, u < most ? u : most)
	}
	key_of[serial] = key
	from[serial] = f
	until[serial] = u
	ended[serial] = ""
	past[key]++
	of_key[key] = of_key[key] " " serial
	return serial
}
# Takes its own place in the history.
function end_listing(n, how) {
	ended[n] = how
	if (how == "lift")
		past[key_of[n]]--
	serial++
}
function lift_listing(n, now) {
	if (!(n in until) || ended[n] != "" || until[n] <= now)
		return 0
	end_listing(n, "lift")
	return 1
}
# What has run out, in the order in which it did.
function expire(now,	n, best, last) {
	last = serial
	do {
		best = 0
		for (n = 1; n <= last; n++)
			if (n in until && ended[n] == "" && until[n] <= now && \
			    (best == 0 || until[n] < until[best]))
				best = n
		if (best)
			end_listing(best, "expire")
	} while (best)
}
