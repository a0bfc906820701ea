#include "common.h"

#include <stdio.h>
#include <unistd.h>

#include "buf.h"
#include "opt.h"
#include "seal.h"
#include "store.h"
#include "when.h"

struct store *
common_store(int mode)
{
	return store_open(store_place(opt_common.store), opt_common.dry ? STORE_DRY :
	    (enum store_mode)mode, (unsigned)opt_common.wait);
}

void
common_print(struct buf *b)
{
	buf_send(b, STDOUT_FILENO, "standard output");
	b->len = 0;
}

void
common_id(char out[COMMON_ID], const char *verb, const char *s, size_t n)
{
	char hex[129], day[WHEN_TEXT];

	seal_digest(SEAL_SM3, s, n, hex);
	snprintf(out, COMMON_ID, "%s-%.10s-%.16s", verb,
	    when_day_text(when_day_of(opt_common.now), day), hex);
}
