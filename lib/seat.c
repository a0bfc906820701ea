#include "seat.h"

#include <string.h>

static const struct { char role; const char *name, *label; } role[] = {
	{ SEAT_OWNER, "owner", "建立者" }, { SEAT_MANAGER, "manager", "管理者" },
	{ SEAT_MEMBER, "member", "成员" }, { SEAT_INVITED, "invited", "" },
	{ SEAT_NAMED, "invited", "" }, { SEAT_CALLED, "invited", "" },
	{ SEAT_APPLIED, "applied", "" }
};
enum { ROLES = sizeof role / sizeof *role, MEMBER_ROLES = 3 };
static const char *const how_name[] = { "", "none", "qr", "invite", "consent", "real-name",
	"approval" };

static int
role_at(char r)
{
	int i;

	for (i = 0; i < ROLES && role[i].role != r; i++)
		;
	return i;
}

const char *
seat_role_name(char r)
{
	int i = role_at(r);

	return i < ROLES ? role[i].name : "none";
}

const char *
seat_role_label(char r)
{
	int i = role_at(r);

	return i < ROLES ? role[i].label : "";
}

int
seat_role_find(const char *s, size_t n)
{
	int i;

	for (i = 0; i < MEMBER_ROLES; i++)
		if ((strlen(role[i].name) == n && memcmp(role[i].name, s, n) == 0) ||
		    (strlen(role[i].label) == n && memcmp(role[i].label, s, n) == 0))
			return role[i].role;
	return -1;
}

const char *
seat_how_name(unsigned how)
{
	return how_name[how];
}

int
seat_how_find(const char *s, size_t n)
{
	int i;

	for (i = 1; i < SEAT_HOWS && (strlen(how_name[i]) != n ||
	    memcmp(how_name[i], s, n) != 0); i++)
		;
	return i < SEAT_HOWS ? i : -1;
}

bool
seat_name_good(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n && (unsigned char)s[i] >= 0x20 && s[i] != 0x7f; i++)
		;
	return n >= 1 && n <= SEAT_NAME && i == n;
}
