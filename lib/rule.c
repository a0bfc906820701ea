#include "rule.h"

#include <ctype.h>
#include <jq.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"
#include "status.h"

struct rule {
	jq_state *jq;
	const char *what;
};

static const char *running;	/* what the alarm names */

static void
too_long(int sig)
{
	static const char say[] = ": a jq program runs longer than 2 seconds for one record: ";

	(void)sig;
	if (write(2, status_program(), strlen(status_program())) < 0 ||
	    write(2, say, sizeof say - 1) < 0 ||
	    write(2, running, strlen(running)) < 0 || write(2, "\n", 1) < 0)
		_exit(USAGE);
	_exit(USAGE);
}

/* Names a program may not use, found outside strings, members (.name) and comments. */
static const char *
forbidden(const char *p)
{
	static const char *const word[] = { "import", "include", "env", "$ENV", "input", "inputs",
		"debug", "stderr", "input_filename", "input_line_number", "halt", "halt_error",
		"get_search_list", "modulemeta", "$__loc__", "now", "localtime", "mktime",
		"strflocaltime" };
	const char *from;
	size_t i;
	bool member = false;

	while (*p != '\0') {
		if (*p == '"') {
			/* \( ... ) inside a string is a program again: do not allow it at all */
			for (p++; *p != '"' && *p != '\0'; p++)
				if (*p == '\\' && p[1] == '(')
					return "\\( in a string";
				else if (*p == '\\' && p[1] != '\0')
					p++;
			p += *p == '"';
			continue;
		}
		if (*p == '#') {
			p += strcspn(p, "\n");
			continue;
		}
		if (!isalpha((unsigned char)*p) && *p != '_' && *p != '$') {
			member = *p == '.' || (member && *p == ' ');
			p++;
			continue;
		}
		from = p++;
		while (isalnum((unsigned char)*p) || *p == '_')
			p++;
		for (i = 0; !member && i < sizeof word / sizeof *word; i++)
			if (strlen(word[i]) == (size_t)(p - from) &&
			    strncmp(word[i], from, (size_t)(p - from)) == 0)
				return word[i];
		member = false;
	}
	return NULL;
}

static void
swallow(void *arg, jv message)
{
	(void)arg;
	jv_free(message);
}

static jv
no_input(jq_state *jq, void *arg)
{
	(void)jq;
	(void)arg;
	return jv_invalid();
}

struct rule *
rule_new(const char *what, const char *program)
{
	struct rule *r = mem_alloc(sizeof *r);
	const char *bad = forbidden(program);
	struct sigaction act = { .sa_handler = too_long };
	char *home = getenv("HOME");

	if (bad != NULL)
		status_die(USAGE, "%s: a jq program may not use %s here", what, bad);
	home = home != NULL ? mem_copy(home, strlen(home)) : NULL;
	unsetenv("HOME");	/* libjq would read $HOME/.jq */
	r->what = what;
	r->jq = jq_init();
	if (r->jq == NULL)
		status_die(FAILED, "libjq does not start");
	jq_set_error_cb(r->jq, swallow, NULL);
	jq_set_input_cb(r->jq, no_input, NULL);
	jq_set_debug_cb(r->jq, swallow, NULL);
	jq_set_attr(r->jq, jv_string("JQ_LIBRARY_PATH"), jv_array());
	if (!jq_compile(r->jq, program))
		status_die(USAGE, "%s: not a jq program: %s", what, program);
	if (home != NULL)
		setenv("HOME", home, 1);
	free(home);
	sigaction(SIGALRM, &act, NULL);
	return r;
}

void
rule_free(struct rule *r)
{
	if (r == NULL)
		return;
	jq_teardown(&r->jq);
	free(r);
}

bool
rule_true(struct rule *r, const char *line, size_t n, const char **why)
{
	const struct itimerval limit = { { 0, 0 }, { RULE_SECONDS, 0 } }, off = { { 0, 0 }, { 0, 0 } };
	jv value = jv_parse_sized(line, (int)n), first, second;
	bool yes = false;

	*why = NULL;
	if (!jv_is_valid(value)) {
		jv_free(value);
		*why = "libjq cannot read the record";
		return false;
	}
	running = r->what;
	setitimer(ITIMER_REAL, &limit, NULL);
	jq_start(r->jq, value, 0);
	first = jq_next(r->jq);
	second = jv_is_valid(first) ? jq_next(r->jq) : jv_invalid();
	setitimer(ITIMER_REAL, &off, NULL);
	if (!jv_is_valid(first))
		*why = jv_invalid_has_msg(jv_copy(first)) ? "the jq program fails on the record" :
		    "the jq program gives no result";
	else if (jv_is_valid(second))
		*why = "the jq program gives more than one result";
	else
		yes = jv_get_kind(first) != JV_KIND_FALSE && jv_get_kind(first) != JV_KIND_NULL;
	jv_free(first);
	jv_free(second);
	return yes;
}

/* jv_object_merge_recursive, but an array or a plain value replaces. */
void
rule_merge(const char *base, size_t bn, const char *over, size_t on, struct buf *out)
{
	jv a = jv_parse_sized(base, (int)bn), b = jv_parse_sized(over, (int)on), text;

	if (jv_get_kind(a) != JV_KIND_OBJECT || jv_get_kind(b) != JV_KIND_OBJECT)
		status_die(USAGE, "policy: not a JSON object");
	text = jv_dump_string(jv_object_merge_recursive(a, b), JV_PRINT_SORTED);
	buf_put(out, jv_string_value(text), (size_t)jv_string_length_bytes(jv_copy(text)));
	jv_free(text);
}
