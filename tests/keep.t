#!/bin/sh
# How long lines stay: every day of six years against a second reading of the civil code
# (tests/model/keep.awk), in four time zones; examples by name.
. tests/lib.sh

cat >"$TMPDIR/policy.json" <<'JSON'
{"retain": {"classes": {"log": {"months": 6}, "content": {"months": 7}, "a": {"months": 12, "clause": "PA-16-2b"},
    "z": {"months": 37, "clause": "PA-16-2b"}}}}
JSON
KEEP=$BIN/tests/keep

awk -v holidays="$BEIAN_SHARE/holidays.csv" -f tests/model/keep.awk -f - >"$TMPDIR/want" <<'AWK'
BEGIN {
	keep_days()
	# as the classes are sorted
	k = split("12 7 6 6 37", months, " ")
	for (n = day["2023-01-01"]; n <= day["2028-12-31"]; n++) {
		line = date[n] " " date[keep_last(n, 1)] " " date[keep_last(n, 6)] " " date[keep_last(n, 12)]
		for (c = 1; c <= k; c++)
			line = line " " date[keep_until(n, n, months[c])] " " \
			    date[keep_until(n, n + 40, months[c])] " " date[keep_until(n, n - 40, months[c])]
		print line " " date[keep_until(n, n, 6)]
	}
}
AWK
is 'every day of 2023 to 2028 is asked for' "$(wc -l <"$TMPDIR/want")" 2192
for zone in UTC Asia/Shanghai America/New_York Pacific/Kiritimati; do
	TZ=$zone "$KEEP" 2023-01-01 2028-12-31 "$TMPDIR/policy.json" >"$TMPDIR/got" || ok "keep: $zone" false
	same "the last day of each, in $zone" "$TMPDIR/got" "$TMPDIR/want"
done

# last DAY: the last day of six months from DAY on.
last() { "$KEEP" "$1" "$1" | cut -d ' ' -f 3; }
for pair in \
    2025-08-31/2026-02-28 `# REGULATIONS 2.6; a Saturday that is worked` \
    2025-12-31/2026-06-30 \
    2025-08-29/2026-02-28 2025-08-28/2026-02-28 \
    2025-08-30/2026-02-28 \
    2023-08-31/2024-02-29 2024-08-31/2025-02-28 `# leap day; none: a Friday` \
    2024-02-29/2024-08-29 2025-02-28/2025-08-28 \
    2025-04-01/2025-10-09 `# National Day: 1 to 8 October are free` \
    2025-08-16/2026-02-24 `# Spring Festival: 15 to 23 February` \
    2025-07-01/2026-01-04 `# New Year: 1 to 3 January are free, the 4th is worked` \
    2024-03-29/2024-09-29 `# a Sunday that is worked` \
    2025-03-28/2025-09-28 \
    2026-07-01/2027-01-11 `# 2027 is not published: ten days more` \
    2026-08-31/2027-03-11 `# 28 February is a Sunday: 1 March, and ten days` \
    2026-06-30/2026-12-30 2026-11-24/2027-06-03; do
	is "six months from ${pair%/*}" "$(last "${pair%/*}")" "${pair#*/}"
done
is 'a month from 31 January ends in February' \
    "$("$KEEP" 2025-01-31 2025-01-31 | cut -d ' ' -f 2)" 2025-02-28
cat >"$TMPDIR/span.awk" <<'AWK'
BEGIN { keep_days() }
{ n = day[$3] - day[$1]; if (!least || n < least) least = n; if (n > most) most = n }
END { print least, (most > 184 ? "more" : most) }
AWK
is 'never fewer than 181 days, and 184 are not enough for all' "$("$KEEP" 2023-01-01 2028-12-31 |
    awk -v holidays="$BEIAN_SHARE/holidays.csv" -f tests/model/keep.awk -f "$TMPDIR/span.awk")" '181 more'
finish
