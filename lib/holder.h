/*
 * Who holds what: the values of STORE_SUBJECT and STORE_CONTACT,
 * {"kind":KIND,"accounts":[[ACCOUNT,DAY]...],"users":[[USER,DAY]...]}: every open account of a
 * subject (or under a mobile number or an e-mail address) with the day of its registration.
 */
#include <stdbool.h>
#include <stddef.h>

struct buf;

enum holder_list { HOLDER_ACCOUNTS, HOLDER_USERS };

struct holder_count {
	size_t all;		/* items of the list */
	/* others that came before `self` and were registered by its day */
	size_t before;
	bool has;		/* self is one of them */
};
/* val: n bytes, NULL: nobody yet.  self: the account or user (text) that is asked about. */
struct holder_count holder_count(const char *val, size_t n, enum holder_list, const char *self,
    size_t self_n, int day);

/* The value with self added at the end (or its day changed in place) or taken out, appended to out.
 * kind: NULL leaves it as it is.  False: nothing is left, the value can be deleted. */
bool holder_add(struct buf *out, const char *val, size_t n, const char *kind, enum holder_list,
    const char *self, size_t self_n, int day);
bool holder_remove(struct buf *out, const char *val, size_t n, enum holder_list,
    const char *self, size_t self_n);
