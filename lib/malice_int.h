/* What the files of this room share. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MALICE_DAY ((int64_t)86400)

enum { MALICE_BANDS = 8, MALICE_BAND = MALICE_SKETCH / MALICE_BANDS, MALICE_REPORTER = 64,
	MALICE_KEY = 511 /* STORE_KEY */ };

struct malice_rules {
	int64_t duplicate_days, similar, record_least, record_share, decay_days, burst_hours,
	    burst_least, wording_least, record_weight, burst_weight, wording_weight, flag_from;
};

/* Of STORE_AGAINST: a prefix, with its NUL, and a number behind it. */
struct malice_key {
	char s[MALICE_KEY];
	size_t prefix, n;
};
void malice_key(struct malice_key *, char letter, const char *s, size_t n);
void malice_key_band(struct malice_key *, const unsigned char sketch[MALICE_SKETCH],
    unsigned band);
void malice_key_number(struct malice_key *, int64_t number);

/* A complaint that was noted, and a search for such. */
struct malice_noted {
	int64_t number, time;
	char reporter[MALICE_REPORTER];	/* empty: anonymous */
};

struct malice_look {
	const struct malice_case *c;
	int64_t since;			/* only those of this instant or later */
	unsigned similar;		/* and as alike as this; 0: whatever they say */
	bool same_kind;
	struct malice_noted *found;
	size_t count, looked, size;
};
/* Those under a key, the newest first, of before the case. */
void malice_walk(struct store *, struct malice_look *, struct malice_key *);
