# Deadlines: what is overdue, the worst first; appeals in time and not; the pipe that is waited for.
. "$CASES/common"

stock
{
	c 1 '{time: "2026-11-20T10:00:00+08:00"}'
	c 2 '{kind: "political", time: "2026-11-23T09:30:00+08:00"}'
	c 3 '{time: "2026-11-19T10:00:00+08:00"}'
	c 4 '{time: "2026-11-18T10:00:00+08:00"}'
	c 5
} | com receive -q >out
answered 4
com accept --complaint 3 --by li >out
echo '-- nothing is'
say com overdue
com overdue --within 1 | told
echo '-- at the last second, and after it'
NOW=2026-11-24T09:30:00+08:00
say com overdue
NOW=2026-11-24T09:30:01+08:00
say com overdue | grep -o "^= .*\|\"code\":\"[a-z-]*\""
NOW=2026-12-05T00:00:00+08:00
com overdue | told
com overdue --within 30 | told
echo '-- as of then'
com overdue --as-of 2026-11-24T23:59:59+08:00 | told
echo '-- an appeal within fifteen working days of the answer'
NOW=2026-12-15T23:59:59+08:00
com appeal -n --complaint 4 --by w --role complainant --reason r | short
NOW=2026-12-16T00:00:00+08:00
com appeal --complaint 4 --by w --role complainant --reason r | short
com appeal --complaint 4 --by w --outcome rejected --reason r | short
echo '-- behind receive'
c 6 '{time: "2026-12-01T10:00:00+08:00"}' | com receive | com overdue | told | tail -n 1
