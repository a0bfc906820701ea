#include "filing.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "bag.h"
#include "buf.h"
#include "filed.h"
#include "filing_int.h"
#include "gather.h"
#include "gather_kind.h"
#include "journal.h"
#include "json.h"
#include "mem.h"
#include "policy.h"
#include "publish.h"
#include "status.h"
#include "store.h"
#include "template.h"

enum { ID = 128 };
_Static_assert(FILING_KINDS == (int)GATHER_KINDS, "all kinds of filings");

void
filing_begin(struct filing *f, struct policy *p)
{
	enum bag_format format = BAG_ZIP;
	int i;

	memset(f, 0, sizeof *f);
	f->policy = p;
	for (i = 0; i < FILING_KINDS; i++)
		f->kind[i] = gather_kind_row(i)->way != GATHER_EXTRACT;
	f->kind[GATHER_RULES] = policy_lists(p, "norms.on", "PA-2021", 7);
	for (i = 0; i < FILING_PROVINCES; i++)
		f->office[i] = true;
	bag_format_read(policy_string(p, "filing.format"), &format);
	f->format = (int)format;
	f->level = (int)policy_num(p, "filing.level");
	f->gb18030 = strcmp(policy_string(p, "filing.encoding"), "gb18030") == 0;
	f->until = INT64_MAX;
	f->dir = ".";
	f->jobs = sysconf(_SC_NPROCESSORS_ONLN);
}

bool
filing_reveals(struct filing *f)
{
	struct template *t;
	bool any = false;
	int k;

	for (k = 0; k < FILING_KINDS; k++) {
		t = template_load(f->policy, gather_kind_name(k));
		any |= f->kind[k] && t->reveals;
		template_free(t);
	}
	return any;
}

static void
text(struct buf *b, const char *name, const char *s)
{
	buf_member(b, name, s, strlen(s));
}

/* One `make` at a time on a store: what another has made and not yet named is not lost. */
int
filing_lock(struct filing *f)
{
	const struct timespec nap = { 0, 50000000 };
	struct buf path = { 0 };
	uint64_t naps = (uint64_t)f->wait * 20;
	int fd;

	buf_printf(&path, "%s/filing.lock", f->store);
	fd = open(buf_text(&path), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0 && errno != ENOENT)
		status_die(FAILED, "cannot open %s:", buf_text(&path));
	/* Where there is no store, opening it says so. */
	while (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
		if (naps-- == 0)
			status_die(FAILED, "store %s: another make goes on", f->store);
		nanosleep(&nap, NULL);
	}
	buf_free(&path);
	return fd;
}

void
filing_journal(struct store *s, struct filing *f, const char *verb, struct buf *what)
{
	journal_put(s, f->now, f->by, verb, policy_digest(f->policy), what->s, what->len);
}

struct open_one {
	char id[ID];
	bool undo;
};
struct open_list {
	struct open_one *one;
	size_t count;
};

static void
note_open(void *arg, const struct buf *record)
{
	struct open_list *l = arg;
	char state[16];
	size_t n;
	bool undo = json_get(record->s, record->len, "undo", &n) != NULL;

	if (!filed_text(record, "state", state, sizeof state) ||
	    (!undo && strcmp(state, "made") != 0))
		return;
	l->one = mem_grow(l->one, l->count + 1, sizeof *l->one);
	l->one[l->count].undo = undo;
	if (filed_text(record, "filing", l->one[l->count].id, ID))
		l->count++;
}

void
filing_lose(struct store *s, struct filing *f, const char *id, const char *why)
{
	struct buf record = { 0 }, what = { 0 };

	store_begin(s, 4);
	if (filed_get(s, id, &record)) {
		filed_state(s, &record, "lost", NULL, true);
		buf_putc(&what, '{');
		buf_member(&what, "filing", id, strlen(id));
		buf_member(&what, "lost", why, strlen(why));
		buf_putc(&what, '}');
		filing_journal(s, f, "lost", &what);
	}
	store_commit(s);
	filed_undo(s, id);
	buf_free(&record);
	buf_free(&what);
}

/* Finish what killed runs began. */
void
filing_settle(struct filing *f)
{
	struct store *s = store_open(f->store, STORE_WRITE, f->wait);
	struct open_list l = { NULL, 0 };
	struct buf record = { 0 };
	char dir[4096], file[256], sha[129];
	size_t i;

	store_begin(s, 0);
	filed_each(s, "", note_open, &l);
	store_abort(s);
	for (i = 0; i < l.count; i++) {
		if (l.one[i].undo) {
			filed_undo(s, l.one[i].id);
			continue;
		}
		store_begin(s, 0);
		filed_get(s, l.one[i].id, &record);
		store_abort(s);
		filed_text(&record, "dir", dir, sizeof dir);
		filed_text(&record, "file", file, sizeof file);
		filed_text(&record, "sha256", sha, sizeof sha);
		if (!publish_stands(dir, file, sha)) {
			status_warn(DONE,
			    "%s was not finished: its rows will be filed again", file);
			filing_lose(s, f, l.one[i].id, "its file does not stand");
			continue;
		}
		store_begin(s, 1);
		filed_state(s, &record, "published", NULL, false);
		store_commit(s);
	}
	store_close(s);
	free(l.one);
	buf_free(&record);
}

const char *
filing_receipt(struct filing *f, const char *id, bool accepted, const char *no,
    const char *date, struct buf *out)
{
	const char *want = accepted ? "accepted" : "rejected", *old;
	struct store *s;
	struct buf record = { 0 }, receipt = { 0 }, what = { 0 };
	const char *why = NULL;
	char state[16] = "";
	size_t n;
	int fd;

	fd = f->dry ? -1 : filing_lock(f);
	if (!f->dry)
		filing_settle(f);
	buf_putc(&receipt, '{');
	text(&receipt, "number", no);
	text(&receipt, "date", date);
	text(&receipt, "by", f->by);
	if (f->reason != NULL)
		text(&receipt, "reason", f->reason);
	buf_putc(&receipt, '}');
	s = store_open(f->store, f->dry ? STORE_DRY : STORE_WRITE, f->wait);
	store_begin(s, 4);
	if (!filed_get(s, id, &record))
		why = "no such filing";
	else {
		filed_text(&record, "state", state, sizeof state);
		old = json_get(record.s, record.len, "receipt", &n);
		if (strcmp(state, want) == 0 && old != NULL && n == receipt.len &&
		    memcmp(old, receipt.s, n) == 0)
			;		/* the same once more */
		else if (strcmp(state, "published") != 0)
			why = old != NULL ? "it has its receipt already" :
			    "it was never published";
		else {
			filed_state(s, &record, want, buf_text(&receipt), !accepted);
			buf_putc(&what, '{');
			text(&what, "filing", id);
			text(&what, "state", want);
			buf_member_raw(&what, "receipt", receipt.s, receipt.len);
			buf_putc(&what, '}');
			filing_journal(s, f, "receipt", &what);
		}
		filed_get(s, id, &record);
	}
	store_commit(s);
	if (why == NULL && json_get(record.s, record.len, "undo", &n) != NULL)
		filed_undo(s, id);
	store_begin(s, 0);
	if (why == NULL)
		filed_get(s, id, out);
	store_abort(s);
	store_close(s);
	if (fd >= 0)
		close(fd);
	buf_free(&record);
	buf_free(&receipt);
	buf_free(&what);
	return why;
}

void
filing_list(struct filing *f, void (*fn)(void *, const struct buf *), void *arg)
{
	struct store *s = store_open(f->store, STORE_READ, f->wait);

	store_begin(s, 0);
	filed_each(s, "", fn, arg);
	store_abort(s);
	store_close(s);
}
