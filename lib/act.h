/*
 * Records that change something: what is kept of them, and that each counts once.
 *
 * What is kept of a record is its text: every member but personal numbers and names and what
 * the programs themselves have added (verdict, findings, listed, credit ...), as given, so that
 * the same record is known again behind other programs.  STORE_ANSWER, letter ":" id, holds
 * ["DIGEST",ANSWER]: 16 hex digits of the text's SM3, and what the record was answered.
 */
#include <stdbool.h>
#include <stddef.h>

struct record;
struct seal_hash;
struct store;

enum { ACT_ID = 128 };			/* longest id in bytes */
enum act_letter { ACT_LISTING = 'b', ACT_CREDIT = 'c', ACT_MEASURE = 'e', ACT_GROUP = 'g',
	ACT_COMPLAINT = 'p', ACT_STEP = 's' };

struct act {
	const char *id, *text;		/* in the record's arena or line */
	size_t id_n, text_n;
	char digest[17];
};

/* Any thread.  Personal members are masked (veil.h); known members stand in the text under
 * their plain names, however the record spells them.  NULL, or static words: the record has no
 * id, or one that is none.  keep: a member that programs add and that is given here all the
 * same; M_NONE: no such. */
const char *act_read(struct record *, struct seal_hash *, unsigned keep, struct act *);
/* The same of complaints and their steps: what complaint itself adds (number, stage, due ...) is
 * not in the text either; in other records these names are the platform's own. */
const char *act_read_complaint(struct record *, struct seal_hash *, unsigned keep,
    struct act *);
/* A thread's room for filter.h: the hash (SM3) that act_read wants. */
void *act_enter(void *arg);
void act_leave(void *room);

enum act_seen { ACT_NEW, ACT_SAME, ACT_OTHER /* the id was given with another content */ };
/* Was it answered before?  ACT_SAME: *answer is the raw JSON of it, until the next put.  Inside
 * a transaction, as is act_put. */
enum act_seen act_seen(struct store *, enum act_letter, const struct act *,
    const char **answer, size_t *n);
/* The answer to an id, whatever its content was (only id and id_n count); false: none. */
bool act_answer(struct store *, enum act_letter, const struct act *, const char **answer,
    size_t *n);
void act_put(struct store *, enum act_letter, const struct act *, const char *answer, size_t n);
