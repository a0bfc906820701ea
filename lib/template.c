#include "template.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "id.h"
#include "json.h"
#include "ladder.h"
#include "mem.h"
#include "mobile.h"
#include "policy.h"
#include "status.h"
#include "template_int.h"
#include "term.h"
#include "text.h"

enum { PERSONAL = 1, SEALED = 2, VOLATILE = 4, COMPUTED = 8 };

static const struct {
	const char *member;
	unsigned traits, width;
} known[] = {
	{ "seq", VOLATILE | COMPUTED, 6 }, { "change", VOLATILE | COMPUTED, 8 },
	{ "count", COMPUTED, 8 }, { "accounts", COMPUTED, 60 },
	{ "complainant", PERSONAL, 12 }, { "subject_name", PERSONAL | SEALED, 30 },
	{ "id_type", SEALED, 18 },
	{ "id_number", PERSONAL | SEALED, 22 }, { "mobile", PERSONAL | SEALED, 14 },
	{ "email", PERSONAL | SEALED, 24 }, { "operator_name", PERSONAL | SEALED, 12 },
	{ "operator_id_number", PERSONAL | SEALED, 22 },
	{ "subscribers", VOLATILE, 12 }, { "reads", VOLATILE, 12 }, { "stats_at", VOLATILE,
	    12 },
	{ "verdict", VOLATILE, 8 }, { "findings", VOLATILE, 40 }, { "account", 0, 20 },
	{ "name", 0, 24 }, { "title", 0, 36 }, { "reason", 0, 40 }, { "target", 0, 24 },
	{ "url", 0, 36 }, { "digest", 0, 66 }, { "evidence", 0, 66 }, { "due", 0, 26 },
	{ "measured_at", 0, 26 }, { "listed_at", 0, 26 }, { "lifted_at", 0, 26 },
	{ "until", 0, 26 }, { "discovered_at", 0, 26 }, { "received_at", 0, 26 },
	{ "accepted_at", 0, 26 }, { "decided_at", 0, 26 }, { "fed_back_at", 0, 26 },
	{ "appealed_at", 0, 26 }, { "reported_at", 0, 26 }, { "scope", 0, 30 },
	{ "licenses", 0, 30 }, { "affiliation", 0, 20 }
};

char *
template_text(const char *s, size_t n, const char *name)
{
	size_t len, k;
	const char *v = json_get(s, n, name, &len);
	char *out;

	if (json_kind(v, len) != JSON_STRING)
		return NULL;
	out = mem_alloc(len + 1);
	k = json_decode(out, v, len);
	out[k] = '\0';
	return out;
}

static void
read_column(struct template *t, const char *s, size_t n)
{
	struct template_column *c;
	const char *v;
	size_t len, i;

	t->column = mem_grow(t->column, t->count + 1, sizeof *t->column);
	c = &t->column[t->count];
	*c = (struct template_column){ .width = 14 };
	c->member = template_text(s, n, "member");
	c->title = template_text(s, n, "title");
	c->basis = template_text(s, n, "basis");
	v = json_get(s, n, "reveal", &len);
	c->reveal = json_kind(v, len) == JSON_TRUE;
	if (c->member == NULL || c->title == NULL || *c->member == '\0')
		status_die(USAGE, "policy: filing.%s.columns: expected a member and a title",
		    t->kind);
	for (i = 0; i < t->count; i++)
		if (strcmp(t->column[i].member, c->member) == 0)
			status_die(USAGE, "policy: filing.%s.columns: %s stands twice",
			    t->kind,
			    c->member);
	for (i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i].member, c->member) == 0) {
			c->personal = (known[i].traits & PERSONAL) != 0;
			c->sealed = (known[i].traits & SEALED) != 0;
			c->volatile_ = (known[i].traits & VOLATILE) != 0;
			c->computed = (known[i].traits & COMPUTED) != 0;
			c->width = (unsigned char)known[i].width;
		}
	v = json_get(s, n, "own", &len);
	c->own = json_kind(v, len) == JSON_TRUE;
	template_judge(t, c);
	if (c->personal && c->reveal && (c->basis == NULL || *c->basis == '\0'))
		status_die(USAGE, "policy: filing.%s.columns: %s: reveal needs a basis",
		    t->kind,
		    c->member);
	t->opens |= c->sealed;
	t->reveals |= c->personal && c->reveal;
	c->words = template_words(t, c->member);
	t->count++;
}

struct template *
template_load(struct policy *p, const char *kind)
{
	struct template *t = mem_alloc(sizeof *t);
	struct json_walk w;
	char path[64] = "filing.";
	const char *v;
	size_t n;

	t->kind = mem_copy(kind, strlen(kind));
	t->terms = term_load();
	if (template_measures(kind))
		t->ladder = ladder_load(p);
	if (strcmp(kind, "complaints") == 0)
		template_complaints(t, p);
	strncat(path, kind, 30);
	strcat(path, ".columns");
	v = policy_get(p, path, &n);
	if (v != NULL) {
		json_walk(&w, v, n);
		while (json_next(&w))
			read_column(t, w.value, w.value_len);
	}
	if (t->count == 0 || t->count > 128)
		status_die(USAGE, "policy: %s: expected 1 to 128 columns", path);
	strcpy(strrchr(path, '.'), ".forms");
	v = policy_get(p, path, &n);
	t->forms = json_kind(v, n) == JSON_TRUE;
	return t;
}

void
template_free(struct template *t)
{
	size_t i;

	for (i = 0; i < t->count; i++) {
		struct template_column *c = &t->column[i];

		free(c->member);
		free(c->title);
		free(c->basis);
	}
	term_free(t->terms);
	ladder_free(t->ladder);
	for (i = 0; i < t->pairs; i++) {
		free(t->pair[i].value);
		free(t->pair[i].word);
	}
	free(t->pair);
	free(t->column);
	free(t->kind);
	free(t);
}

/* First character, and stars for the rest: no count of them. */
static void
mask_name(const char *s, size_t n, struct buf *out)
{
	const char *at = s;

	if (n == 0)
		return;
	text_next(&at, s + n);
	buf_put(out, s, (size_t)(at - s));
	buf_puts(out, "**");
}

void
template_mask(const struct template_column *c, bool person, const char *id_type,
    const char *s, size_t n, struct buf *out)
{
	enum id_type type = id_type != NULL ? id_type_read(id_type, strlen(id_type)) : ID_NONE;
	char masked[64];
	const char *at;

	if (n == 0)
		return;
	if (!c->personal || c->reveal)
		buf_put(out, s, n);
	else if (strcmp(c->member, "id_number") == 0)
		buf_put(out, masked, id_mask(masked, type, s, n));
	else if (strcmp(c->member, "operator_id_number") == 0)
		buf_put(out, masked, id_mask(masked, ID_RESIDENT, s, n));
	else if (strcmp(c->member, "mobile") == 0)
		buf_put(out, masked, mobile_mask(masked, s, n));
	else if (strcmp(c->member, "email") == 0) {
		at = s;
		text_next(&at, s + n);
		buf_put(out, s, (size_t)(at - s));
		buf_puts(out, "***");
		at = memchr(s, '@', n);
		if (at != NULL)
			buf_put(out, at, (size_t)(s + n - at));
	} else if (strcmp(c->member, "subject_name") == 0 && !person)
		buf_put(out, s, n);
	else
		mask_name(s, n, out);
}
