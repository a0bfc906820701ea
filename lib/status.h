/* How a program starts, speaks on standard error and ends: exit statuses, verdicts,
 * messages. */
#include <stdarg.h>
#include <stdbool.h>

/* Exit status of every program, worst last; a run ends with the worst that happened. */
enum status {
	DONE,		/* everything was done */
	REFUSED,	/* done, and something was rejected or refused */
	USAGE,		/* wrong usage, policy or input file: nothing was done */
	FAILED		/* the system failed: the last batch was not committed, run it again */
};

/* Verdict on a record, worst last. */
enum verdict { PASS, REVIEW, REJECT };

/*
 * First call of every main: descriptors 0 to 2 are held (closed ones become unusable ones, so
 * that no file of ours ever gets their number), locale for messages with LC_CTYPE of UTF-8,
 * umask 077, no core file, SIGXFSZ ignored.  argv0 names the program in messages.
 */
void status_start(const char *argv0);
const char *status_program(void);

/* "program: message" on standard error in one write; what a terminal would obey is escaped.
 * A format that ends in ':' gets the text of errno.  Remembers the status.  Any thread. */
void status_warn(enum status, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
_Noreturn void status_die(enum status, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

void status_note(enum status);		/* remember without a word */
enum status status_worst(void);		/* worst so far */
void status_quiet(bool);	/* keep warnings of REFUSED and below to ourselves (-q) */

const char *verdict_name(enum verdict);	/* "pass", "review", "reject" */
