#include "line.h"

#include "keep.h"
#include "record.h"
#include "trace.h"

void
line_look(struct record *r, const struct keep *k, int class, struct line *l)
{
	static const struct { enum member m; char kind; } whose[LINE_KEYS] = {
		{ M_ACCOUNT, 'a' }, { M_USER, 'u' }, { M_GROUP, 'g' }, { M_SUBJECT, 's' }
	};
	struct piece t, account = { "", 0 };
	bool content = class >= 0 && keep_is_content(k, (unsigned)class),
	    log = class >= 0 && keep_is_log(k, (unsigned)class);
	unsigned i;

	*l = (struct line){ 0 };
	l->timed = record_time(r, M_TIME, &l->time) > 0;
	for (i = 0; i < LINE_KEYS; i++) {
		if (!record_text(r, whose[i].m, &t))
			continue;
		l->key[l->keys++] = trace_key(whose[i].kind, t.s, t.n);
		if (i == 0)
			account = t;
	}
	if (log && !content)
		log = record_text(r, M_ACTION, &t) && keep_publishes(k, t.s, t.n);
	if ((log || content) && (record_text(r, M_CONTENT, &t) ||
	    record_text(r, M_DIGEST, &t)))
		l->pair = trace_pair(account.s, account.n, t.s, t.n);
}
