/* Measures in a store: what is in force at which second, and what the audit finds missing. */
#include <inttypes.h>
#include <stdint.h>
#include <unistd.h>

#include "buf.h"
#include "measure.h"
#include "policy.h"
#include "seal.h"
#include "status.h"
#include "store.h"
#include "tap.h"
#include "term.h"

enum { MEASURES = 40, T0 = 1700000000, SPAN = 60 };

static struct {
	char target;
	int from, until, lifted;	/* from T0 on; until, lifted SPAN: never */
	bool done, waits, closes, all;
} model[MEASURES];

static uint32_t
rnd(uint32_t below)
{
	static uint32_t x = 2463534242;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	return x % below;
}

static void
put(struct store *s, const char *target, const char *id, const char *value)
{
	char key[100];
	int n = snprintf(key, sizeof key, "%s", target);

	store_put(s, STORE_MEASURE, id, strlen(id), value, strlen(value));
	memcpy(key + n + 1, id, strlen(id));
	store_put(s, STORE_MEASURED, key, (size_t)n + 1 + strlen(id), "", 0);
}

static void
fill(struct store *s)
{
	char target[] = "a:x", id[24], until[40], lifted[40], value[400];
	int i;

	for (i = 0; i < MEASURES; i++) {
		model[i].target = "xyz"[rnd(3)];
		model[i].from = (int)rnd(SPAN);
		model[i].until = rnd(4) == 0 ? SPAN : model[i].from + 1 + (int)rnd(20);
		model[i].lifted = rnd(3) > 0 ? SPAN : model[i].from + (int)rnd(20);
		model[i].done = rnd(8) == 0;
		model[i].waits = rnd(6) == 0;
		model[i].closes = rnd(3) == 0;
		model[i].all = rnd(5) == 0;
		until[0] = lifted[0] = '\0';
		if (model[i].until != SPAN)
			snprintf(until, sizeof until, ",\"until\":%d", T0 + model[i].until);
		if (model[i].lifted != SPAN)
			snprintf(lifted, sizeof lifted, ",\"lifted_at\":%d", T0 + model[i].lifted);
		target[2] = model[i].target;
		snprintf(id, sizeof id, "m%02d", i);
		snprintf(value, sizeof value, "{\"kind\":\"k\",\"side\":0,\"target\":\"%s\",\"from\":%d%s,"
		    "\"takes\":[%s],\"asks\":\"%s\"%s,\"effects\":[]%s,\"state\":\"%s\"}", target,
		    T0 + model[i].from, until, model[i].all ? "\"*\"" : "\"post\"",
		    model[i].closes ? "closed" : "suspended", model[i].waits ? ",\"review\":true" : "",
		    lifted, model[i].done ? "done" : "open");
		put(s, target, id, value);
	}
	/* A neighbour whose name goes on where theirs ends. */
	put(s, "a:xx", "other", "{\"side\":0,\"target\":\"a:xx\",\"from\":0,\"takes\":[\"*\"],"
	    "\"asks\":\"closed\",\"effects\":[],\"state\":\"open\"}");
}

static bool
stands(int i, int t)
{
	return !model[i].done && model[i].from <= t &&
	    (model[i].waits || model[i].until == SPAN || t < model[i].until) &&
	    (model[i].lifted == SPAN || t < model[i].lifted);
}

static bool
collect(void *arg, const char *id, size_t n, const char *val, size_t vn)
{
	(void)val, (void)vn;
	buf_put(arg, id, n);
	buf_putc(arg, ' ');
	return true;
}

static bool
stop(void *arg, const char *id, size_t n, const char *val, size_t vn)
{
	(void)id, (void)n, (void)val, (void)vn;
	return ++*(int *)arg < 2;
}

static void
seconds(struct store *s)
{
	struct buf got = { 0 }, want = { 0 };
	char target[] = "a:x", id[24];
	const char *state, *asked;
	int t, i, k, wrong[4] = { 0 }, most = 0;
	bool post, join;

	for (k = 0; k < 3; k++)
		for (t = -2; t < SPAN + 30; t++) {
			target[2] = "xyz"[k];
			got.len = want.len = 0;
			post = join = false;
			state = NULL;
			for (i = 0; i < MEASURES; i++) {
				if (model[i].target != target[2] || !stands(i, t))
					continue;
				snprintf(id, sizeof id, "m%02d ", i);
				buf_puts(&want, id);
				post = true;
				join |= model[i].all;
				state = model[i].closes || (state != NULL && *state == 'c') ?
				    "closed" : "suspended";
			}
			measure_each(s, target, 3, T0 + t, collect, &got);
			wrong[0] += strcmp(buf_text(&got), buf_text(&want)) != 0;
			wrong[1] += measure_takes(s, target, 3, T0 + t, "post", 4) != post;
			wrong[2] += measure_takes(s, target, 3, T0 + t, "join", 4) != join;
			asked = measure_state(s, target, 3, T0 + t);
			wrong[3] += (asked == NULL) != (state == NULL) ||
			    (asked != NULL && strcmp(asked, state) != 0);
			most = (int)want.len > most ? (int)want.len : most;
		}
	ok(wrong[0] == 0 && most > 20, "in force, each second: %d wrong, at most %d bytes", wrong[0], most);
	ok(wrong[1] + wrong[2] == 0, "services taken: %d wrong", wrong[1] + wrong[2]);
	ok(wrong[3] == 0, "states asked for: %d wrong", wrong[3]);
	got.len = want.len = 0;
	for (i = 0; i < MEASURES; i++)
		if (model[i].target == 'x') {
			snprintf(id, sizeof id, "m%02d ", i);
			buf_puts(&want, id);
		}
	measure_each(s, "a:x", 3, INT64_MAX, collect, &got);
	same(buf_text(&got), buf_text(&want), "every one there ever was");
	i = 0;
	measure_each(s, "a:x", 3, INT64_MAX, stop, &i);
	ok(i == 2, "a walk that is stopped");
	ok(measure_state(s, "a:", 2, T0) == NULL && !measure_takes(s, "a:q", 3, T0, "post", 4),
	    "nobody: nothing");
	buf_free(&got);
	buf_free(&want);
}

/* A measure that no journal and no report knows of. */
static void
audit(struct store *s, struct policy *p, const struct term_table *terms)
{
	struct measure *m = measure_new(p, terms, MEASURE_CHECK, "t", T0, T0);
	struct buf from = { 0 }, out = { 0 };
	unsigned worst = PASS;
	bool more;

	store_begin(s, 4);
	put(s, "a:w", "forged", "{\"kind\":\"warn\",\"side\":0,\"target\":\"a:w\",\"from\":1699990000,"
	    "\"step\":1,\"takes\":[],\"effects\":[{\"effect\":\"report\",\"report\":7}],\"report\":7,"
	    "\"journal\":3,\"given\":{},\"state\":\"open\"}");
	put(s, "a:w", "listed", "{\"kind\":\"ban-registration\",\"side\":0,\"target\":\"a:w\","
	    "\"from\":1699990000,\"until\":1800000000,\"step\":0,\"takes\":[],\"effects\":["
	    "{\"effect\":\"listing\",\"listing\":9},{\"effect\":\"credit\",\"event\":\"listed\"}],"
	    "\"given\":{},\"state\":\"open\"}");
	store_commit(s);
	buf_puts(&from, "forged");
	from.len = 0;
	do {
		store_begin(s, 0);
		more = measure_audit(m, s, &from, 1, &out, &worst);
		store_abort(s);
	} while (more);
	ok(worst == REJECT, "what is missing is rejected");
	ok(strstr(buf_text(&out), "{\"measure\":\"forged\",\"target\":\"a:w\",\"clause\":\"PA-13-1b\","
	    "\"code\":\"record-missing\"") != NULL, "record-missing");
	ok(strstr(buf_text(&out), "{\"measure\":\"forged\",\"target\":\"a:w\",\"clause\":\"PA-13-1c\","
	    "\"code\":\"report-missing\"") != NULL, "report-missing");
	ok(strstr(buf_text(&out), "{\"measure\":\"listed\",\"target\":\"a:w\",\"clause\":\"PA-13-2b\","
	    "\"code\":\"list-unlinked\"") != NULL, "list-unlinked");
	ok(strstr(buf_text(&out), "{\"measure\":\"listed\",\"target\":\"a:w\",\"clause\":\"PA-06-2b\","
	    "\"code\":\"credit-unlinked\"") != NULL, "credit-unlinked");
	buf_free(&from);
	buf_free(&out);
	measure_free(m);
}

int
main(void)
{
	const char *tmp = getenv("TMPDIR");
	struct term_table *terms = term_load();
	char dir[300], site[320];
	struct policy *p;
	struct store *s;
	FILE *f;

	snprintf(dir, sizeof dir, "%s/measure-%ld", tmp != NULL ? tmp : "/tmp", (long)getpid());
	snprintf(site, sizeof site, "%s.json", dir);
	f = fopen(site, "w");
	if (f == NULL || fputs("{}", f) < 0 || fclose(f) != 0) {
		printf("Bail out! %s\n", site);
		return 1;
	}
	p = policy_load(site);
	store_create(dir, SEAL_AES);
	s = store_open(dir, STORE_WRITE, 0);
	store_begin(s, 100);
	fill(s);
	store_commit(s);
	store_begin(s, 0);
	seconds(s);
	store_abort(s);
	audit(s, p, terms);
	store_close(s);
	policy_free(p);
	term_free(terms);
	unlink(site);
	return done();
}
