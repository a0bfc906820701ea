#include "finding.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "finding_int.h"
#include "json.h"
#include "mem.h"
#include "record.h"
#include "status.h"

static void
add(struct record *r, enum finding_code code, unsigned member, unsigned verdict,
    const char *why, uint32_t value, uint32_t limit)
{
	if (verdict > r->verdict)
		r->verdict = (uint8_t)verdict;
	if (r->findings == RECORD_FINDINGS) {
		r->lost++;
		return;
	}
	if (r->findings == 0)
		r->finding = mem_piece(r->arena, RECORD_FINDINGS * sizeof *r->finding);
	r->finding[r->findings++] = (struct record_finding){ .code = (uint16_t)code,
	    .verdict = (uint8_t)verdict, .member = (uint8_t)member, .why = why,
	    .value = value, .limit = limit };
}

void
finding_add(struct record *r, enum finding_code code, unsigned member, const char *why)
{
	add(r, code, member, finding_row(code)->verdict, why, 0, 0);
}

void
finding_judge(struct record *r, enum finding_code code, unsigned member, unsigned verdict,
    const char *why)
{
	add(r, code, member, verdict, why, 0, 0);
}

void
finding_limit(struct record *r, enum finding_code code, unsigned member, uint32_t value,
    uint32_t limit)
{
	add(r, code, member, finding_row(code)->verdict, NULL, value, limit);
}

/* Whose clause: of an account, of a person in groups, of a group. */
enum side { ACCOUNT, USER, GROUP };

static enum side
side_of(const struct record *r)
{
	if (record_size(r, M_ACCOUNT) > 0)
		return ACCOUNT;
	if (record_size(r, M_USER) > 0 || record_size(r, M_CREATOR) > 0 ||
	    record_size(r, M_MANAGER) > 0 || record_size(r, M_MEMBER) > 0)
		return USER;
	return record_size(r, M_GROUP) > 0 ? GROUP : ACCOUNT;
}

const char *
finding_clause(const struct record *r, enum finding_code code)
{
	enum side side = side_of(r);

	if (side == GROUP && finding_group[code].clause != NULL)
		return finding_group[code].clause;
	return side != ACCOUNT && finding_row(code)->user_clause != NULL ?
	    finding_row(code)->user_clause : finding_row(code)->clause;
}

static void
head(struct buf *to, const struct record *r, unsigned i)
{
	enum finding_code code = (enum finding_code)r->finding[i].code;

	buf_put(to, "{\"clause\":\"", 11);
	buf_puts(to, finding_clause(r, code));
	buf_put(to, "\",\"code\":\"", 10);
	buf_puts(to, finding_row(code)->code);
	buf_put(to, "\",\"verdict\":\"", 13);
	buf_puts(to, verdict_name(r->finding[i].verdict));
	if (r->finding[i].member != M_NONE) {
		buf_put(to, "\",\"field\":\"", 11);
		buf_puts(to, member_name(r->finding[i].member));
	}
	buf_put(to, "\",\"by\":\"", 8);
	buf_puts(to, status_program());
	buf_putc(to, '"');
}

static void
write_one(struct buf *to, const struct record *r, unsigned i)
{
	const char *why = r->finding[i].why;

	head(to, r, i);
	if (r->finding[i].limit > 0 || r->finding[i].value > 0) {
		buf_member_num(to, "value", r->finding[i].value);
		buf_member_num(to, "limit", r->finding[i].limit);
	}
	buf_put(to, ",\"message\":\"", 12);
	buf_puts(to, why != NULL ? why :
	    finding_row((enum finding_code)r->finding[i].code)->message);
	buf_put(to, "\"}", 2);
}

/* The last text for each code: most findings of a code are alike to the letter. */
static _Thread_local struct kept {
	char *text;
	size_t n;
	uint8_t member, verdict;
	enum side side;
	const char *why;
} kept[FINDING_CODES];

void
finding_write(struct buf *to, const struct record *r, unsigned i)
{
	struct kept *k = &kept[r->finding[i].code];
	size_t from = to->len;

	if (r->finding[i].limit > 0 || r->finding[i].value > 0) {
		write_one(to, r, i);
		return;
	}
	if (k->text == NULL || k->member != r->finding[i].member || k->side != side_of(r) ||
	    k->verdict != r->finding[i].verdict || k->why != r->finding[i].why) {
		write_one(to, r, i);
		free(k->text);
		k->n = to->len - from;
		k->text = mem_copy(to->s + from, k->n);
		k->member = r->finding[i].member;
		k->verdict = r->finding[i].verdict;
		k->side = side_of(r);
		k->why = r->finding[i].why;
	} else
		buf_put(to, k->text, k->n);
}

unsigned
finding_earlier(struct record *r)
{
	struct piece t;

	if (!record_text(r, M_VERDICT, &t))
		return PASS;
	return t.n == 6 && memcmp(t.s, "reject", 6) == 0 ? REJECT :
	    t.n == 6 && memcmp(t.s, "review", 6) == 0 ? REVIEW : PASS;
}

/* finding_close's own, kept for the next record. */
static _Thread_local struct buf b, probe;

void
finding_leave(void)
{
	int i;

	for (i = 0; i < FINDING_CODES; i++) {
		free(kept[i].text);
		kept[i] = (struct kept){ 0 };
	}
	buf_free(&b);
	buf_free(&probe);
}

/* Does the record already bear this finding?  Compared up to the message, which may be in
 * another language. */
static bool
known(const struct record *r, unsigned i, const char *old, size_t n)
{
	probe.len = 0;
	head(&probe, r, i);
	return memmem(old, n, probe.s, probe.len) != NULL;
}

/* "pass", "review", "reject" as JSON, for ever. */
static const char *const quoted[] = { "\"pass\"", "\"review\"", "\"reject\"" };

void
finding_close(struct record *r)
{
	const char *old = r->line + record_at(r, M_FINDINGS);
	size_t n = record_size(r, M_FINDINGS);
	unsigned worst = finding_earlier(r), i;

	if (r->verdict > worst)
		worst = r->verdict;
	record_set(r, M_VERDICT, quoted[worst], strlen(quoted[worst]));
	if (r->findings == 0) {
		if (n < 2 || *old != '[')
			record_set(r, M_FINDINGS, "[]", 2);
		return;
	}
	b.len = 0;
	if (n >= 2 && *old == '[') {
		for (n--; n > 1 && (old[n - 1] == ' ' || old[n - 1] == '\t' ||
		    old[n - 1] == '\r'); n--)
			;
		buf_put(&b, old, n);
	} else {
		n = 0;
		buf_putc(&b, '[');
	}
	for (i = 0; i < r->findings; i++) {
		if (n > 1 && known(r, i, old, n))
			continue;
		if (b.s[b.len - 1] != '[')
			buf_putc(&b, ',');
		finding_write(&b, r, i);
	}
	buf_putc(&b, ']');
	record_set_copy(r, M_FINDINGS, b.s, b.len);
}
