# Days and seconds in UTC+8, counted from 1970; months.  No time of a model has a zone.
function days(y, m, d) {
	if (m <= 2) {
		y--
		m += 12
	}
	return 365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * m - 457) / 5) + d - 719469
}
function civil(day,	y, m) {	# sets Y, M, D
	y = 1970 + int(day / 366)
	while (days(y + 1, 1, 1) <= day)
		y++
	m = 1
	while (m < 12 && days(y, m + 1, 1) <= day)
		m++
	Y = y
	M = m
	D = day - days(y, m, 1) + 1
}
function day_of(t) { return int(t / 86400) }
function seconds(s) {
	return 86400 * days(substr(s, 1, 4) + 0, substr(s, 6, 2) + 0, substr(s, 9, 2) + 0) + \
	    3600 * substr(s, 12, 2) + 60 * substr(s, 15, 2) + substr(s, 18, 2)
}
function text(t) {
	civil(day_of(t))
	t %= 86400
	return sprintf("%04d-%02d-%02dT%02d:%02d:%02d", Y, M, D, int(t / 3600), int(t / 60) % 60,
	    t % 60)
}
# The same time of day so many months later, or on the last day of that month.
function months_on(t, n,	y, m, last) {
	civil(day_of(t))
	m = M + n - 1
	y = Y + int(m / 12)
	m = m % 12 + 1
	last = (m == 12 ? days(y + 1, 1, 1) : days(y, m + 1, 1)) - days(y, m, 1)
	return 86400 * days(y, m, D < last ? D : last) + t % 86400
}
