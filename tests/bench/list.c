/*
 * list rows|records|keys N [EVERY]: made-up list rows (accounts; JSON Lines), records to be
 * screened against them, of which one in EVERY is listed, or the rows' keys alone, one a line, as
 * grep -f wants them.  The rows are in no order.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A number below n spread over 64 bits: a bijection, so no key comes twice. */
static uint64_t
spread(uint64_t x)
{
	x ^= x >> 31;
	x *= 0x7fb5d329728ea185u;
	x ^= x >> 27;
	x *= 0x81dadef4bc2dd44du;
	return x ^ x >> 33;
}

int
main(int argc, char **argv)
{
	uint64_t n = argc > 2 ? strtoull(argv[2], NULL, 10) : 0, i, id;
	uint64_t every = argc > 3 ? strtoull(argv[3], NULL, 10) : 1000;
	static char room[1 << 20];

	if (n == 0 || every == 0) {
		fputs("usage: list rows|records|keys N [EVERY]\n", stderr);
		return 2;
	}
	setvbuf(stdout, room, _IOFBF, sizeof room);
	for (i = 0; i < n; i++) {
		/* Rows are spread(1), spread(2) ...; other records begin beyond all of them. */
		id = spread(strcmp(argv[1], "records") != 0 || i % every == 0 ? i + 1 :
		    (UINT64_C(1) << 40) + i);
		if (strcmp(argv[1], "rows") == 0)
			printf("{\"account\":\"a%016llx\"}\n", (unsigned long long)id);
		else if (strcmp(argv[1], "keys") == 0)
			printf("a%016llx\n", (unsigned long long)id);
		else
			printf("{\"account\":\"a%016llx\",\"name\":\"青柠观察%llu\",\"category\":"
			    "\"technology\",\"labels\":[\"technology\",\"science\"],"
			    "\"subject_kind\":\"enterprise\",\"subject_name\":"
			    "\"鹤山鼎盛健康管理有限公司\",\"province\":\"330000\",\"scope\":"
			    "\"科学技术普及\",\"agreement\":\"2026-01\",\"agreed_at\":"
			    "\"2026-03-21\",\"reviewed_by\":\"审核员07\",\"reviewed_at\":"
			    "\"2026-03-22\",\"subscribers\":%llu,\"reads\":20,"
			    "\"registered_at\":\"2026-03-22\",\"state\":\"active\"}\n",
			    (unsigned long long)id, (unsigned long long)i,
			    (unsigned long long)(i * 7919 % 1000000));
	}
	return fflush(stdout) != 0;
}
