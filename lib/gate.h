/*
 * A store's directory: who may use it, the locks at its door, its making, and the fences for
 * what LMDB answers with a signal.  LMDB itself is in env.
 *
 * The files gate, life and writer are locked with flock(2), which the kernel drops when a
 * process dies; each holds the number of the process that locked it last.
 */
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

struct gate;

/*
 * Look at the directory and hold on to it.  USAGE when there is none, it belongs to another
 * user, others can write into it, or it lies on a network or user-space file system.  Changes
 * nothing.
 */
struct gate *gate_open(const char *dir);
/* Begin to use it: `life` is shared until gate_close.  wait: seconds for this and every later
 * lock; then the program ends with FAILED, naming the process that holds it. */
void gate_join(struct gate *, unsigned wait);
/* The same alone: nobody else may have it open, and who comes waits.  FAILED, naming one that
 * has it open, when that takes longer than wait. */
void gate_join_alone(struct gate *, unsigned wait);
_Noreturn void gate_held(const struct gate *, int fd);	/* its words: others share a lock */
void gate_close(struct gate *);
int gate_fd(const struct gate *);		/* the directory's */
const char *gate_path(const struct gate *);
bool gate_frozen(const struct gate *);		/* on a file system mounted read-only */

void gate_enter(struct gate *);		/* one process at a time: around mdb_env_open */
void gate_leave(struct gate *);
void gate_write(struct gate *);		/* one process at a time: a write transaction */
void gate_written(struct gate *);

/* Bound a call that waits for a lock of LMDB's own in the same way. */
void gate_arm(struct gate *);
void gate_disarm(struct gate *);

/*
 * While a gate is joined a SIGBUS, or a SIGSEGV of a thread that has gate_inside set (LMDB is
 * following its pages), ends the program with FAILED, saying that the store is damaged or the
 * disk full.
 */
extern _Thread_local volatile sig_atomic_t gate_inside;
_Noreturn void gate_damaged(const struct gate *, const char *how);

/* What failed with this errno: FAILED, with the words "disk full" when it is. */
_Noreturn void gate_fail(const struct gate *, const char *what, int error);

/*
 * Make a directory whole or not at all: gate_draft makes DIR.tmp.XXXXXX (0700; the caller
 * frees the path), gate_draft_publish syncs it and renames it to dir, which may exist only as
 * an empty directory, gate_draft_scrap removes it.
 */
char *gate_draft(const char *dir);
void gate_draft_publish(const char *draft, const char *dir);
void gate_draft_scrap(const char *draft);
