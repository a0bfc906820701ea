#include "policy.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "json.h"
#include "mem.h"
#include "policy_int.h"
#include "rule.h"
#include "scan.h"
#include "seal.h"
#include "share.h"
#include "status.h"
#include "when.h"

#define SITE "/etc/beian/policy.json"
enum { MOST = 4 << 20 };

struct policy {
	struct buf text;
	char digest[129];
	struct mem_arena arena;
};

struct policy *
policy_load(const char *site)
{
	struct policy *p = mem_alloc(sizeof *p);
	struct scan_room *room = scan_room_new();
	struct scan_error e;
	char *base, *own;
	size_t bn, on, i, line;

	base = share_read("policy/default.json", &bn);
	if (!scan_value(base, bn, room, &e))
		status_die(USAGE, "policy/default.json: byte %zu: %s", e.at, e.what);
	/* One that cannot be looked at must not be left out silently. */
	if (site == NULL && (access(SITE, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR)))
		site = SITE;
	if (site != NULL) {
		own = share_file(site, "policy", MOST, &on);
		if (!scan_value(own, on, room, &e)) {
			for (i = 0, line = 1; i < e.at; i++)
				line += own[i] == '\n';
			status_die(USAGE, "policy: %s:%zu: %s", site, line, e.what);
		}
	} else
		own = mem_copy("{}", on = 2);
	rule_merge(base, bn, own, on, &p->text);
	buf_text(&p->text);
	buf_room(&p->text, SCAN_PAD);
	free(base);
	free(own);
	scan_room_free(room);
	policy_check(p);
	seal_digest(SEAL_SM3, p->text.s, p->text.len, p->digest);
	return p;
}

void
policy_free(struct policy *p)
{
	if (p == NULL)
		return;
	buf_free(&p->text);
	mem_end(&p->arena);
	free(p);
}

const char *
policy_digest(const struct policy *p)
{
	return p->digest;
}

const char *
policy_text(const struct policy *p, size_t *n)
{
	*n = p->text.len;
	return p->text.s;
}

const char *
policy_get(const struct policy *p, const char *path, size_t *n)
{
	const char *v = p->text.s;
	char name[64];
	size_t len;

	*n = p->text.len;
	while (v != NULL && *path != '\0') {
		len = strcspn(path, ".");
		snprintf(name, sizeof name, "%.*s", (int)len, path);
		v = json_get(v, *n, name, n);
		path += len + (path[len] == '.');
	}
	return v;
}

int64_t
policy_num(const struct policy *p, const char *path)
{
	int64_t v = 0;
	size_t n;
	const char *s = policy_get(p, path, &n);

	if (s != NULL)
		json_whole(s, n, &v);
	return v;
}

bool
policy_flag(const struct policy *p, const char *path)
{
	size_t n;
	const char *s = policy_get(p, path, &n);

	return json_kind(s, n) == JSON_TRUE;
}

const char *
policy_string(struct policy *p, const char *path)
{
	size_t n;
	const char *s = policy_get(p, path, &n);
	char *text;

	if (json_kind(s, n) != JSON_STRING)
		return "";
	text = mem_piece(&p->arena, n);
	text[json_decode(text, s, n)] = '\0';
	return text;
}

bool
policy_lists(const struct policy *p, const char *path, const char *s, size_t n)
{
	struct json_walk w;
	size_t vn;
	const char *v = policy_get(p, path, &vn);
	char *text = mem_alloc((v != NULL ? vn : 0) + 1);
	bool found = false;

	json_walk(&w, v, v != NULL ? vn : 0);
	while (!found && json_next(&w))
		found = *w.value == '"' && json_decode(text, w.value, w.value_len) == n &&
		    memcmp(text, s, n) == 0;
	free(text);
	return found;
}

size_t
policy_steps(const struct policy *p, const char *path, struct policy_step *step, size_t most)
{
	struct json_walk w;
	size_t n, count = 0;
	const char *v = policy_get(p, path, &n), *s;

	json_walk(&w, v, v != NULL ? n : 0);
	while (count < most && json_next(&w)) {
		s = json_get(w.value, w.value_len, "from", &n);
		if (s == NULL || !when_read_day(s + 1, n - 2, &step[count].day))
			status_die(USAGE, "policy: %s.[%zu].from: missing", path, count);
		s = json_get(w.value, w.value_len, "limit", &n);
		if (s == NULL || !json_whole(s, n, &step[count].limit))
			status_die(USAGE, "policy: %s.[%zu].limit: missing", path, count);
		count++;
	}
	return count;
}

int64_t
policy_at(const struct policy_step *step, size_t count, int day)
{
	int64_t limit = -1;
	size_t i;

	for (i = 0; i < count && step[i].day <= day; i++)
		limit = step[i].limit;
	return limit;
}
