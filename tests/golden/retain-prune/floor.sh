# Six calendar months after the later of its own day and the day it came; a last day that is free
# moves to the next working day; a longer policy counts at once, a shorter one not for what is kept.
. "$CASES/common"

# stays DAY RECEIVED: the last day.
stays() {
	rm -rf s
	beian-store init -s s >/dev/null
	log 1 "$1" | retain-prune store log -s s --now "$2T12:00:00+08:00" >out
	retain-prune -s s --all --now "$2T12:00:01+08:00" | jq -c "[\"$1\", \"$2\", .until // .]"
}
stays 2025-08-27 2025-08-27
stays 2025-08-28 2025-08-28
stays 2025-08-29 2025-08-29
stays 2025-08-30 2025-08-30
stays 2025-08-31 2025-08-31
stays 2025-09-01 2025-09-01
stays 2025-07-31 2025-07-31
stays 2025-10-30 2025-10-30
stays 2026-03-31 2026-03-31
stays 2026-04-01 2026-04-01
stays 2026-06-30 2026-06-30
stays 2024-01-01 2026-04-07
stays 2026-04-07 2026-04-07
stays 2026-06-29 2026-06-29
stays 2026-12-31 2026-12-31
stays 2027-08-31 2027-08-31
echo '-- the policy'
echo '{"retain":{"classes":{"log":{"months":12},"chat":{"months":9,"clause":"PA-16-2b"}}}}' >long
beian-store init >/dev/null
log 1 2026-03-02 | retain-prune store log --now 2026-03-02T12:00:00+08:00 >out
log 2 2026-03-02 | retain-prune store log -p long --source longer --now 2026-03-02T12:00:00+08:00 >out
log 3 2026-03-02 | retain-prune store chat -p long --now 2026-03-02T12:00:00+08:00 >out
NOW=2026-09-03T12:00:00+08:00
rp --all --trust-clock | jq -c '[.segment, .state, .until]'
rp --all --trust-clock -p long | jq -c '[.segment, .state, .until]'
tell rp prune --trust-clock -p long
tell rp prune --trust-clock
echo '-- a class that the policy no longer names'
NOW=2026-12-03T12:00:00+08:00
tell rp prune --trust-clock
files
