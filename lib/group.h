/*
 * Groups: operations judged and done, existing data taken in, and what is to be said of each
 * group (GR-02-2b, GR-07-1a, GR-07-2b, GR-08, GR-09, GR-11).
 *
 * STORE_GROUP: group:
 *   {"name","category","mode","review","reviewed_by","reviewed_at","activity":N,"stats_at",
 *    "code_shown":true,"roles_shown":true,"rights":[..],"page","page_members":N,"given_grade",
 *    "given_class","tier","large":0 or 1,"capacity":N,"capacity_until":SECONDS,
 *    "created_at":SECONDS,"code","grade","class","owner":USER,
 *    "closed_at":SECONDS,"past":N}
 * in no order; given_grade and given_class are the platform's own; absent: not known, none, or
 * (closed_at) open.  STORE_CODE: group code: the group.  STORE_COUNT "c:": [NUMBER]: of the
 * code that was given last.  STORE_PAST: group NUL serial (10 digits):
 * {"what":OPERATION,"time":SECONDS,"by","id",...}.  Seats and counts: seat.h.  STORE_ANSWER
 * "g:" id: [FINDINGS,OUTCOME], group_int.h.
 *
 * An operation {id,op,group,user,target,name,...,time}.  `user` does it (and is the one who
 * joins, leaves or creates); `operator` instead: the platform does, which needs no role.  What
 * follows is looked at in this order; a stop ends it, the others add up; everything is as of
 * `time`; all or nothing is done.
 *
 *  1. The id was answered: the same answer; with another content op-reused, stop.
 *  2. create: there is or was such a group: group-exists, stop.  Else no such group:
 *     group-unknown, stop; dissolved: group-closed, stop.
 *  3. The group is on the blacklist: group-listed, stop (not for leave, dissolve); a measure
 *     in force closes it: group-closed, stop (not for leave, dissolve), or suspends it:
 *     group-suspended, stop (join invite approve rename resize).
 *  4. Earlier than LAST: op-order, stop.
 *  5. By its kind:
 *   join     A seat that counts, or one that has applied: member-present, stop.  Then FIT.
 *            With the mode of group.join by the members at present, or the group's own when
 *            stricter: `qr` where it is off: join-qr; no verification: join-unrecorded.  From
 *            consent on: verification none, qr or none given, and no invitation: join-mode;
 *            from real-name on: the person not verified, or the verification neither real-name
 *            nor approval: join-mode.  Mode approval without an invitation of a manager (or
 *            the owner): the seat is `applied`, join-pending, no cap counts.  Else ROOM, as
 *            manager when the owner has invited as such (then MANAGE too).
 *   leave    No seat: member-unknown, stop; the owner: owner-leaves, stop.  Of another
 *            (`target`, or the platform's): RULE; then as above for the target; a manager
 *            takes out no manager: op-right.
 *   invite   The user has no seat that counts: member-unknown, stop; is listed: that; role
 *            manager, and not the owner: op-right; the group's credit level without `invite`:
 *            credit-service; the target has a seat of any kind: member-present, stop; the
 *            target is listed: that.  Mode open and no manager's role: FIT and ROOM of the
 *            target, who is a member at once; else the seat is `invited`.
 *   approve  RULE; the target's seat not applied: member-unknown, stop; FIT and ROOM.
 *   appoint  Not the owner: op-right, stop; the target's seat does not count: member-unknown,
 *            stop; no plain member: member-role, stop; MANAGE.
 *   dismiss  Neither the owner nor the target: op-right, stop; the target no manager:
 *            member-unknown or member-role, stop.
 *   transfer Not the owner: op-right, stop; the target's seat does not count: member-unknown,
 *            stop; is the owner: member-role, stop; OWN with the review on record.
 *   dissolve Not the owner: op-right, stop.  All seats go.
 *   rename   RULE.
 *   resize   Not the owner: op-right, stop.  Nobody owns it: owner-missing, stop.  SIZE; OWN
 *            for the owner (no group more; a large one more only when it becomes one); members
 *            above the new limit: cap-members.
 *   create   SIZE; the category none of the policy's: group-category; OWN; creations of the
 *            day: cap-created-day; seats held: cap-joined; the given code in use: code-used,
 *            its check character wrong: code-check.
 *  FIT      The person is listed (subject, member): that; `join` not given: credit-service, or
 *           right-suspended (by a mute or a measure).
 *  ROOM     One more member than the limit: cap-members; a manager may use the tier's reserve:
 *           cap-reserve.  Seats held one more than `join`: cap-joined; joinings of the day:
 *           cap-joined-day (a time before DAY counts to DAY).
 *  MANAGE   Listed as manager (or FIT's listings): that; `manage` not given; managers one more
 *           than the tier's: cap-managers.
 *  RULE     The user's seat is no owner's and no manager's: op-right, stop; `manage` not
 *           given: credit-service, right-suspended.
 *  SIZE     Tier: the one named, else the smallest that holds `capacity`, else the smallest;
 *           none such, a capacity above the tier's members, or a category of 0 members:
 *           cap-capacity, stop.
 *  OWN      Not verified: creator-unverified; listed as creator: that; `create` not given, or
 *           (only for a large group, where `create` is) `create-large`; level below the
 *           tier's: creator-credit; review less than the tier's (manual without reviewed_by
 *           and reviewed_at is automatic): review-level; the limit above `members` of the
 *           person: cap-capacity; groups owned one more than `create`: cap-created; large
 *           ones: cap-large.  From one user of a person to another is none more.
 *  The caps of a person are those of the first row of group.persons that fits verification,
 *  level and the group's category.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct policy;
struct record;
struct store;
struct term_table;

enum group_verb { GROUP_JUDGE, GROUP_APPLY, GROUP_IMPORT, GROUP_LOOK /* no records */ };

/* by: who runs the program (journal).  All outlive it. */
struct group *group_new(struct policy *, const struct term_table *, enum group_verb,
    const char *by, int64_t now, int64_t as_of);
void group_free(struct group *);

/* For filter.h; arg is a struct group: operations, and a platform's groups {group,...} and
 * seats {group,user,role,joined_at,verification}. */
const char *group_check(struct record *, void *room, void *arg);
bool group_apply(struct record *, struct store *, void *arg);
const char *group_check_import(struct record *, void *room, void *arg);
bool group_apply_import(struct record *, struct store *, void *arg);
void group_begin(struct store *, void *arg);
void group_batch(struct store *, size_t changed, void *arg);

/*
 * Lines about groups, seats, persons and the past, each with its end; inside a transaction.
 * The functions of a table's key and value are for pages_run.  False: there is none.
 */
void group_show(const struct group *, struct store *, const char *id, size_t n,
    const char *val, size_t vn, struct buf *);
void group_show_seat(struct store *, const char *key, size_t klen, const char *val, size_t vn,
    struct buf *);
void group_show_past(const char *key, size_t klen, const char *val, size_t vn, struct buf *);
/* key: as in STORE_COUNT; of groups nothing is shown. */
void group_show_count(const struct group *, struct store *, const char *key, size_t klen,
    const char *val, size_t vn, struct buf *);
bool group_show_group(const struct group *, struct store *, const char *id, struct buf *);
bool group_show_code(const struct group *, struct store *, const char *code, struct buf *);
bool group_show_user(const struct group *, struct store *, const char *user, struct buf *);
bool group_show_subject(const struct group *, struct store *, const char *key, struct buf *);

/* Grade and class of at most `most` groups anew, with their past, a line for each that
 * changes; from: where to go on (in and out; empty: the first).  False: there is no more.  Inside
 * the caller's transaction. */
bool group_grade(const struct group *, struct store *, struct buf *from, size_t most,
    struct buf *out, uint64_t *changed);

/* All counters against the seats, codes and owners against their groups, users against the
 * registry: a line for each that differs, appended; returns how many.  mended: NULL, or how many
 * of them were put right (counters and users).  Its own transaction. */
uint64_t group_recount(const struct group *, struct store *, uint64_t *mended, struct buf *out);
