/* What the files of env share; behind <lmdb.h>. */
#include <stdbool.h>
#include <stddef.h>

struct env {
	struct gate *gate;
	MDB_env *mdb;
	MDB_txn *txn;
	MDB_dbi dbi[ENV_TABLES];
	MDB_cursor *kept[ENV_TABLES];	/* of the transaction, for env_find_at; or NULL */
	const char *const *tables;
	unsigned count;
	bool writable, writes;		/* writes: this transaction does */
	size_t number;			/* of the writing transaction */
};

/* What LMDB answered ends the program, in words. */
_Noreturn void env_fail(struct env *, const char *what, int rc);
MDB_envinfo env_info(struct env *);
unsigned env_page_size(struct env *);
/* Somebody who opened the environment without the gate set its transaction number back. */
void env_reopen(struct env *);
