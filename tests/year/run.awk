# What cron would run, from a crontab with users: one line of sh for each job, day by day and in
# the order of the time.  Variables: first, days, thin (days apart of daily jobs that only look),
# root (before /srv and /var); with tests/model/keep.awk for the calendar.

function fits(field, n,	k, p, i, a, b) {	# * and */n, a, a-b, lists of them
	k = split(field, p, ",")
	for (i = 1; i <= k; i++) {
		if (p[i] == "*")
			return 1
		if (substr(p[i], 1, 2) == "*/") {
			if (n % substr(p[i], 3) == 0)
				return 1
			continue
		}
		a = b = p[i]
		if (split(p[i], a_b, "-") == 2) {
			a = a_b[1]
			b = a_b[2]
		}
		if (n >= a + 0 && n <= b + 0)
			return 1
	}
	return 0
}
BEGIN {
	keep_days()
}
/^#/ || NF < 7 { next }
{
	command = $0
	sub(/^([^ \t]+[ \t]+)([^ \t]+[ \t]+)([^ \t]+[ \t]+)([^ \t]+[ \t]+)([^ \t]+[ \t]+)([^ \t]+[ \t]+)/, "", command)
	gsub(/\\%/, "%", command)
	gsub(/\/srv\//, root "/srv/", command)
	gsub(/\/var\/lib\//, root "/var/lib/", command)
	job[++jobs] = command
	minute[jobs] = $1
	hour[jobs] = $2
	dom[jobs] = $3
	month[jobs] = $4
	dow[jobs] = $5
	# Days of month and of week: where both are given, one of them is enough.
	either[jobs] = $3 !~ /^\*/ && $5 !~ /^\*/
}
END {
	for (n = day[first]; n < day[first] + days; n++) {
		# Day 1 of the calendar, 2021-01-01, was a Friday.
		w = (n + 4) % 7
		m = substr(date[n], 6, 2) + 0
		d = substr(date[n], 9, 2) + 0
		printf "night %s\n", date[n]
		due = 0
		for (j = 1; j <= jobs; j++) {
			a = fits(dom[j], d)
			b = fits(dow[j], w) || w == 0 && fits(dow[j], 7)
			if (!fits(month[j], m) || !(either[j] ? a || b : a && b))
				continue
			for (h = 0; h < 24; h++)
				for (i = 0; fits(hour[j], h) && i < 60; i++)
					if (fits(minute[j], i))
						todo[++due] = sprintf("%04d %05d %s", h * 60 + i, j, "")
		}
		# few a day: sorted by insertion
		for (i = 2; i <= due; i++)
			for (k = i; k > 1 && todo[k] < todo[k - 1]; k--) {
				t = todo[k]
				todo[k] = todo[k - 1]
				todo[k - 1] = t
			}
		for (i = 1; i <= due; i++) {
			split(todo[i], p, " ")
			printf "SIM=%sT%02d:%02d:00+08:00\n( %s ) </dev/null >>%s/mail 2>&1\n", date[n], p[1] / 60, p[1] % 60, job[p[2] + 0], root
		}
		printf "morning %s\n", date[n]
	}
}
