# Until when a line stays, from the words of the civil code (articles 201 to 203) and
# share/holidays.csv alone: every date is looked up in a calendar written out day by day.
# -v holidays=FILE.  keep_days(); then day["2026-11-24"] is a number, date[number] back.

function keep_days(	y, m, d, w, n, f, known) {
	split("31 28 31 30 31 30 31 31 30 31 30 31", keep_long, " ")
	n = 0
	w = 5		# 2021-01-01 was a Friday
	for (y = 2021; y <= 2036; y++)
		for (m = 1; m <= 12; m++)
			for (d = 1; d <= keep_long[m] + (m == 2 && y % 4 == 0); d++) {
				n++
				date[n] = sprintf("%04d-%02d-%02d", y, m, d)
				day[date[n]] = n
				keep_free[n] = w == 6 || w == 0
				w = (w + 1) % 7
			}
	FS = ","
	while ((getline <holidays) > 0) {
		if ($2 != "off" && $2 != "work")
			continue
		keep_known[substr($1, 1, 4)] = 1
		keep_free[day[$1]] = $2 == "off"
	}
	close(holidays)
	FS = " "
}

# The same day-number so many months later, or the month's last.
function keep_months(n, months,	y, m, d) {
	y = substr(date[n], 1, 4) + 0
	m = substr(date[n], 6, 2) + 0
	d = substr(date[n], 9, 2) + 0
	while (months-- > 0)
		if (++m > 12) {
			m = 1
			y++
		}
	while (!(sprintf("%04d-%02d-%02d", y, m, d) in day))
		d--
	return day[sprintf("%04d-%02d-%02d", y, m, d)]
}

# Moved to the next day that is worked; ten days more where holidays are not known yet.
function keep_last(n, months,	unsure) {
	n = keep_months(n, months)
	unsure = !(substr(date[n], 1, 4) in keep_known)
	while (keep_free[n]) {
		n++
		unsure = unsure || !(substr(date[n], 1, 4) in keep_known)
	}
	return n + (unsure ? 10 : 0)
}

# Six months at least, after the line's day and after the day on which it came.
function keep_until(n, came, months) {
	return keep_last(n > came ? n : came, months > 6 ? months : 6)
}
