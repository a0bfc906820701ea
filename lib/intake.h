/*
 * Lines into segments (PA-16-2a): for filter.h.  A line goes to the day of its own time,
 * late ones too;
 * one whose time cannot be read, or lies more than retain.ahead_seconds ahead of the clock,
 * to the undated ones of the day on which it came.  How long it stays is pinned now
 * (keep.h).
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct retain;

struct intake;
/* class: of keep.h.  source: whose lines they are, or NULL. */
struct intake *intake_new(struct retain *, unsigned class, const char *source);
void intake_free(struct intake *);
/* Store the files (or standard input), then merge small segments. */
void intake_run(struct intake *, char *const *paths, bool dry);
