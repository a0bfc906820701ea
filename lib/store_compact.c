#include "store.h"

#include "env.h"
#include "store_int.h"

void
store_compact(const char *dir, unsigned wait)
{
	env_compact(dir, store_names, STORE_TABLES, wait);
}
