#include "gather.h"

#include <string.h>

#include "buf.h"
#include "gather_int.h"
#include "gather_kind.h"
#include "json.h"
#include "office.h"
#include "scan.h"
#include "seal.h"
#include "store.h"
#include "template.h"

void
gather_text(struct buf *out, const char *v, size_t n)
{
	struct json_walk w;
	const char *part;
	size_t len, from = out->len, i;
	bool more = false;

	switch (json_kind(v, n)) {
	case JSON_STRING:
		out->len += json_decode(buf_room(out, n), v, n);
		for (i = from; i < out->len; i++)
			if (out->s[i] == '\0') {
				buf_room(out, 2);
				memmove(out->s + i + 3, out->s + i + 1, out->len - i - 1);
				memcpy(out->s + i, "\xe2\x90\x80", 3);
				out->len += 2;
			}
		break;
	case JSON_ARRAY:
		json_walk(&w, v, n);
		while (json_next(&w)) {
			if (more)
				buf_putc(out, ';');
			more = true;
			gather_text(out, w.value, w.value_len);
		}
		break;
	case JSON_OBJECT:
		part = json_get(v, n, "clause", &len);
		if (part != NULL)
			gather_text(out, part, len);
		part = json_get(v, n, "code", &len);
		if (part != NULL) {
			buf_putc(out, ' ');
			gather_text(out, part, len);
		}
		break;
	case JSON_NULL:
	case JSON_ABSENT:
		break;
	default:
		buf_put(out, v, n);
	}
}

bool
gather_is(const struct gather_record *r, int name, const char *want)
{
	size_t n = strlen(want);

	return r->size[name] == n + 2 && memcmp(r->text.s + r->at[name] + 1, want, n) == 0;
}

void
gather_open(struct gather_walk *w, struct gather_record *r, const char *key, size_t klen)
{
	struct json_walk m;
	const char *why;
	size_t n = r->size[PERSONAL];
	int i;

	if (r->open)
		return;
	r->open = true;
	r->opened.len = 0;
	if (n < 2)
		return;
	w->place.len = 0;
	buf_put(&w->place, "account", 8);
	buf_put(&w->place, key, klen);
	memset(r->sealed_size, 0, sizeof r->sealed_size);
	if (!seal_reveal(store_seal(w->store), w->place.s, w->place.len,
	    r->text.s + r->at[PERSONAL] + 1, n - 2, &r->opened, &why)) {
		w->g->erased++;
		return;
	}
	json_walk(&m, r->opened.s, r->opened.len);
	while (json_next(&m)) {
		i = scan_names_find(w->names, m.name, m.name_len);
		if (i >= 0) {
			r->sealed_at[i] = (uint32_t)(m.value - r->opened.s);
			r->sealed_size[i] = (uint32_t)m.value_len;
		}
	}
}

/* The text of a sealed member, appended. */
static void
sealed_text(struct buf *out, const struct gather_record *r, int name)
{
	if (r->opened.len > 0 && r->sealed_size[name] > 0)
		gather_text(out, r->opened.s + r->sealed_at[name], r->sealed_size[name]);
}

static void
begin_cell(struct gather_walk *w, size_t column)
{
	w->offset[column] = w->cells.len;
}

/* A member's cell, as the template lets it leave. */
static void
member_cell(struct gather_walk *w, const struct gather_record *r, size_t column)
{
	const struct template_column *c = &w->t->column[column];
	struct buf *plain = &w->place, *type = &w->type;
	int at = w->column_at[column];

	if (!c->sealed) {
		gather_text(&w->cells, r->text.s + r->at[at], r->size[at]);
	} else if (!c->personal) {
		sealed_text(&w->cells, r, at);
	} else {
		plain->len = type->len = 0;
		sealed_text(plain, r, at);
		sealed_text(type, r, ID_TYPE);
		template_mask(c, r->size[KIND] == 0 || gather_is(r, KIND, "person"),
		    buf_text(type), plain->s, plain->len, &w->cells);
	}
}

void
gather_fill(struct gather_walk *w, const struct gather_record *r, const char *key,
    size_t klen, int office,
    uint64_t count, struct gather_row *row)
{
	const struct template_column *c;
	size_t i, n;

	w->cells.len = 0;
	w->digest.len = 0;
	for (i = 0; i < w->t->count; i++) {
		c = &w->t->column[i];
		begin_cell(w, i);
		if (strcmp(c->member, "seq") == 0 || strcmp(c->member, "change") == 0)
			;
		else if (strcmp(c->member, "account") == 0 && w->g->kind == GATHER_ACCOUNTS)
			buf_put(&w->cells, key, klen);
		else if (strcmp(c->member, "province") == 0) {
			if (office_known(office))
				buf_puts(&w->cells, office_province(office));
		} else if (w->g->kind == GATHER_OPERATORS && strcmp(c->member, "count") == 0) {
			if (count > 0)
				buf_num(&w->cells, (int64_t)count);
		} else if (w->g->kind == GATHER_OPERATORS && strcmp(c->member, "accounts") ==
		    0)
			buf_put(&w->cells, w->list.s, w->list.len);
		else if (w->g->kind == GATHER_OPERATORS && strcmp(c->member, "scope") == 0)
			buf_put(&w->cells, w->scope.s, w->scope.len);
		else if (w->g->kind == GATHER_OPERATORS && strcmp(c->member,
		    "affiliation") == 0)
			buf_put(&w->cells, w->affiliation.s, w->affiliation.len);
		else if (w->g->kind == GATHER_OPERATORS && strcmp(c->member, "subject") == 0)
			buf_put(&w->cells, key, klen);
		else if (r != NULL)
			member_cell(w, r, i);
		n = w->cells.len - w->offset[i];
		if (!c->volatile_) {
			buf_put(&w->digest, w->cells.s + w->offset[i], n);
			buf_putc(&w->digest, '\x1f');
		}
		buf_putc(&w->cells, '\0');
	}
	for (i = 0; i < w->t->count; i++)
		w->cell[i] = w->cells.s + w->offset[i];
	seal_key(w->mac, "filed", w->digest.s, w->digest.len, row->digest);
	row->cell = w->cell;
	row->columns = w->t->count;
	row->office = office;
	memcpy(w->key, key, klen);
	w->key[klen] = '\0';
	row->key = w->key;
	row->group = w->group;
}

void
gather_group(struct gather_walk *w, const struct gather_record *r)
{
	int from = w->g->kind == GATHER_OPERATORS ? KIND : r->size[CLASS] > 2 ? CLASS :
	    CATEGORY;
	size_t n;

	w->digest.len = 0;
	gather_text(&w->digest, r->text.s + r->at[from], r->size[from]);
	n = w->digest.len < sizeof w->group - 1 ? w->digest.len : 0;
	memcpy(w->group, w->digest.len > 0 ? w->digest.s : "", n);
	w->group[n] = '\0';
}
