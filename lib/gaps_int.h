/* What gaps.c, gaps_show.c and gaps_pair.c share. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct gaps_opts;
struct mem_arena;
struct retain;

/* A segment that is or was there. */
struct gaps_item {
	int day;
	unsigned number;
	uint8_t series;			/* enum segment_series */
	bool gone;			/* pruned, in part or whole */
	bool told;			/* that it cannot be read */
	uint64_t lines, bytes;
	int64_t first, last;
	char sha256[65];
};

/* A class and source. */
struct gaps_group {
	char class[33];
	const char *source;		/* "": none */
	int first;			/* day of its first line; INT32_MAX: it has none */
	int since;			/* of the policy, INT32_MIN: none */
	bool named;			/* by the policy */
	struct gaps_item *item;		/* those of the window, by day and number */
	size_t items, room;
	struct gaps_group *next;	/* of one hash */
};

/* A day of a group. */
struct gaps_day {
	uint64_t lines, bytes, undated;
	int64_t first, last;
	unsigned segments, pruned;
	bool expected;
	char digest[65];
};

struct gaps {
	struct retain *retain;
	const struct gaps_opts *opts;
	int from, until;		/* days that are shown */
	int floor;			/* first day of the last six months */
	struct gaps_group **group;	/* by class and source */
	size_t groups;
	bool calendar;
	struct buf *out, *found;	/* found: findings, after all else */
};

/* Of the days from g->from on: day[0] is that day. */
void gaps_days(const struct gaps *, const struct gaps_group *, struct gaps_day *day);
/* As lines, or as a calendar, with the findings of days of which nothing is there. */
void gaps_show(struct gaps *, const struct gaps_group *, const struct gaps_day *day);
void gaps_legend(struct gaps *);
/* A finding; members: as retain_say takes them. */
void gaps_say(struct gaps *, const char *class, const struct buf *members, unsigned code,
    const char *why);
/* For people a finding names its things in words, else as members. */
void gaps_name(const struct gaps *, struct buf *, const char *member, const char *s, size_t n);
/* What was published and not kept. */
void gaps_pair(struct gaps *);
