/* Identity numbers and mobiles: any bytes; whatever is valid stays valid when given again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "id.h"
#include "mem.h"
#include "mobile.h"
#include "region.h"
#include "replay.h"

static char *
slurp(const char *path, size_t *n)
{
	static char buf[1 << 21];
	FILE *f = fopen(path, "rb");

	MUST(f != NULL);
	*n = fread(buf, 1, sizeof buf, f);
	fclose(f);
	return buf;
}

int
LLVMFuzzerTestOneInput(const uint8_t *s, size_t n)
{
	static struct region_table *regions;
	static struct mobile_table *mobiles;
	char key[48], same[48], mask[64];
	struct mobile m, m2;
	struct id id, id2;
	unsigned line;
	size_t len;
	char *text;

	if (regions == NULL) {
		text = slurp("share/regions.csv", &len);
		regions = region_read(text, len, &line);
		text = slurp("share/mobile-segments.csv", &len);
		mobiles = mobile_read(text, len, &line);
		MUST(regions != NULL && mobiles != NULL);
	}
	if (n == 0)
		return 0;
	text = mem_copy((const char *)s + 1, n - 1);
	id_check(&id, s[0] % ID_TYPES, text, n - 1, regions, 20781);
	MUST(id.faults <= ID_FAULTS);
	if (id.valid) {
		MUST(id.len < sizeof id.number && id.number[id.len] == '\0');
		len = id_canonical(key, &id);
		MUST(len > 0 && len < sizeof key);
		id_check(&id2, id.type, id.number, id.len, regions, 20781);
		MUST(id2.valid && id_canonical(same, &id2) == len &&
		    memcmp(key, same, len) == 0);
		/* A person's number never comes out of its own mask. */
		len = id_mask(mask, id.type, text, n - 1);
		MUST(len < sizeof mask && mask[len] == '\0');
		if (id.type == ID_RESIDENT)
			MUST(strstr(mask, id.number) == NULL);
	}
	len = id_mask(mask, ID_NONE, text, n - 1);
	MUST(len < sizeof mask && mask[len] == '\0');
	mobile_check(&m, mobiles, text, n - 1);
	MUST(m.len < sizeof m.number && m.number[m.len] == '\0');
	if (m.formed) {
		mobile_check(&m2, mobiles, m.number, m.len);
		MUST(m2.formed && !m2.normalised && strcmp(m.number, m2.number) == 0 &&
		    m.use == m2.use);
	}
	len = mobile_mask(mask, text, n - 1);
	MUST(len < 24 && mask[len] == '\0');
	free(text);
	return 0;
}
