#include "report.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "json.h"
#include "store.h"
#include "when.h"

static const char *const kind_name[] = { "R-PA11-2", "R-PA13-1", "R-PA13-2", "R-GR11-1",
	"R-GR11-2", "R-GR11-3" };

const char *
report_kind_name(enum report_kind kind)
{
	return kind_name[kind];
}

void
report_key(int64_t serial, char key[REPORT_SERIAL])
{
	int i;

	for (i = REPORT_SERIAL - 2; i >= 0; i--, serial /= 10)
		key[i] = (char)('0' + serial % 10);
	key[REPORT_SERIAL - 1] = '\0';
}

int64_t
report_serial(struct store *s, int table, char key[REPORT_SERIAL])
{
	const char *last, *val;
	size_t klen, vlen;
	char digits[REPORT_SERIAL];
	long long n = 0;

	if (store_last(s, (enum store_table)table, &last, &klen, &val, &vlen) &&
	    klen == REPORT_SERIAL - 1) {
		memcpy(digits, last, klen);
		digits[klen] = '\0';
		n = strtoll(digits, NULL, 10);
	}
	report_key(n + 1, key);
	return n + 1;
}

int64_t
report_put(struct store *s, enum report_kind kind, const char *of, const char *ref, size_t n,
    int64_t at, int64_t hours)
{
	static struct buf b;
	char key[REPORT_SERIAL], text[WHEN_TEXT];
	int64_t serial = report_serial(s, STORE_REPORT, key);

	b.len = 0;
	buf_putc(&b, '{');
	buf_member_num(&b, "n", serial);
	buf_member(&b, "kind", kind_name[kind], strlen(kind_name[kind]));
	buf_member(&b, "of", of, strlen(of));
	buf_member(&b, "ref", ref, n);
	buf_member(&b, "at", when_text(at, text), 25);
	buf_member(&b, "due", when_text(at + hours * 3600, text), 25);
	buf_member(&b, "state", "queued", 6);
	buf_putc(&b, '}');
	store_put(s, STORE_REPORT, key, REPORT_SERIAL - 1, b.s, b.len);
	return serial;
}

/* Is the raw text of a member this one, as buf_member writes it? */
static bool
is(const char *val, size_t vn, const char *name, const char *text, size_t n)
{
	static struct buf want;
	size_t len;
	const char *v = json_get(val, vn, name, &len);

	want.len = 0;
	buf_json(&want, text, n);
	return v != NULL && len == want.len && memcmp(v, want.s, len) == 0;
}

enum report_state
report_state(struct store *s, int64_t serial, const char *of, const char *ref, size_t n,
    int64_t at)
{
	char key[REPORT_SERIAL];
	const char *val, *due;
	size_t vn, len;
	int64_t sec;

	report_key(serial > 0 ? serial : 0, key);
	if (serial <= 0 || !store_get(s, STORE_REPORT, key, REPORT_SERIAL - 1, &val, &vn) ||
	    !is(val, vn, "of", of, strlen(of)) || !is(val, vn, "ref", ref, n))
		return REPORT_NONE;
	if (!is(val, vn, "state", "queued", 6))
		return REPORT_MADE;
	due = json_get(val, vn, "due", &len);
	return due != NULL && len == 27 && when_read(due + 1, 25, &sec) && at <= sec ?
	    REPORT_QUEUED : REPORT_OVERDUE;
}
