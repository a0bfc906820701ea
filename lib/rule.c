#include "rule.h"

#include <ctype.h>
#include <jq.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"
#include "status.h"

/* Not SIGALRM, by which the store waits; SIGVTALRM is nobody's. */
enum { ALARM = SIGVTALRM, STACK = 65536 };

struct rule {
	jq_state *jq;
	const char *what;
	atomic_bool told;		/* that it failed on a record */
};

/* libjq is for one thread at a time, and so are the words below. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *running;		/* what the messages name */
static struct sigaction old_segv;

/* What a thread needs to run programs: a timer of its CPU time, a stack for the handlers. */
static _Thread_local struct desk {
	bool ready, busy;
	timer_t timer;
	char stack[STACK];
} desk;

static _Noreturn void
cry(enum status status, const char *what)
{
	const char *part[] = { status_program(), ": ", what, ": ", running, "\n" };
	size_t i;

	for (i = 0; i < sizeof part / sizeof *part; i++)
		if (part[i] != NULL && write(2, part[i], strlen(part[i])) < 0)
			break;
	_exit((int)status);
}

static void
too_long(int sig)
{
	(void)sig;
	cry(USAGE, "a jq program runs too long for one record");
}

/* libjq frees and prints values by recursion: one that is nested too deep ends its stack. */
static void
too_deep(int sig)
{
	if (desk.busy)
		cry(USAGE, "a jq program breaks libjq (values nested too deep?)");
	sigaction(sig, &old_segv, NULL);	/* not ours: the instruction is run again */
}

static void
no_memory(void *arg)
{
	(void)arg;
	cry(FAILED, "out of memory");
}

static void
sit_down(void)
{
	const struct sigaction deep = { .sa_handler = too_deep, .sa_flags = SA_ONSTACK },
	    slow = { .sa_handler = too_long, .sa_flags = SA_ONSTACK };
	struct sigevent e = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = ALARM };
	struct sigaction was;
	stack_t stack = { .ss_sp = desk.stack, .ss_size = sizeof desk.stack }, old;

	/* A sanitizer has set one already, and frees it when the thread ends. */
	if (timer_create(CLOCK_THREAD_CPUTIME_ID, &e, &desk.timer) != 0 ||
	    sigaltstack(NULL, &old) != 0 ||
	    ((old.ss_flags & SS_DISABLE) != 0 && sigaltstack(&stack, NULL) != 0))
		status_die(FAILED, "no timer for jq programs:");
	sigaction(ALARM, &slow, NULL);
	sigaction(SIGSEGV, &deep, &was);
	if (was.sa_handler != too_deep)
		old_segv = was;
	jv_nomem_handler(no_memory, NULL);
	desk.ready = true;
}

/* Names a program may not use, found outside strings, members (.name) and comments. */
static const char *
forbidden(const char *p)
{
	static const char *const word[] = { "import", "include", "env", "ENV", "input",
		"inputs", "debug", "stderr", "input_filename", "input_line_number", "halt",
		"halt_error", "get_search_list", "modulemeta", "__loc__", "now", "localtime",
		"mktime", "strflocaltime" };
	const char *from;
	size_t i;
	bool member = false;

	while (*p != '\0') {
		if (*p == '"') {
			/* \( ... ) inside a string is a program again: not allowed */
			for (p++; *p != '"' && *p != '\0'; p++)
				if (*p == '\\' && p[1] == '(')
					return "\\( in a string";
				else if (*p == '\\' && p[1] != '\0')
					p++;
			p += *p == '"';
			continue;
		}
		if (*p == '#') {
			/* jq 1.7 goes on behind such a line end, jq 1.6 does not */
			p += strcspn(p, "\n\\");
			if (*p == '\\')
				return "\\ in a comment";
			continue;
		}
		if (!isalpha((unsigned char)*p) && *p != '_') {
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
	char **env = environ, *none[] = { NULL };
	bool good;

	if (bad != NULL)
		status_die(USAGE, "%s: a jq program may not use %s here", what, bad);
	r->what = what;
	r->jq = jq_init();
	if (r->jq == NULL)
		status_die(FAILED, "libjq does not start");
	jq_set_error_cb(r->jq, swallow, NULL);
	jq_set_input_cb(r->jq, no_input, NULL);
	jq_set_debug_cb(r->jq, swallow, NULL);
	jq_set_attr(r->jq, jv_string("JQ_LIBRARY_PATH"), jv_array());
	/* libjq would read $HOME/.jq, and keeps the environment in the program. */
	environ = none;
	good = jq_compile(r->jq, program);
	environ = env;
	if (!good)
		status_die(USAGE, "%s: not a jq program", what);
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

static bool
is_true(struct rule *r, const char *line, size_t n, const char **why)
{
	const struct itimerspec limit = { .it_value = { .tv_sec = RULE_SECONDS } },
	    off = { 0 };
	jv value = jv_parse_sized(line, (int)n), first, second;
	bool yes = false;

	*why = NULL;
	if (!jv_is_valid(value)) {
		jv_free(value);
		*why = "libjq cannot read the record";
		return false;
	}
	/* A child has no timers of its parent. */
	if (timer_settime(desk.timer, 0, &limit, NULL) != 0) {
		sit_down();
		timer_settime(desk.timer, 0, &limit, NULL);
	}
	jq_start(r->jq, value, 0);
	first = jq_next(r->jq);
	second = jv_is_valid(first) ? jq_next(r->jq) : jv_copy(first);
	timer_settime(desk.timer, 0, &off, NULL);
	if (!jv_is_valid(second) && jv_invalid_has_msg(jv_copy(second)))
		*why = "the jq program fails on the record";
	else if (!jv_is_valid(first))
		*why = "the jq program gives no result";
	else if (jv_is_valid(second))
		*why = "the jq program gives more than one result";
	else
		yes = jv_get_kind(first) != JV_KIND_FALSE &&
		    jv_get_kind(first) != JV_KIND_NULL;
	jv_free(first);
	jv_free(second);
	return yes;
}

bool
rule_true(struct rule *r, const char *line, size_t n, const char **why)
{
	bool yes;

	pthread_mutex_lock(&lock);
	if (!desk.ready)
		sit_down();
	running = r->what;
	desk.busy = true;
	yes = is_true(r, line, n, why);
	desk.busy = false;
	pthread_mutex_unlock(&lock);
	return yes;
}

bool
rule_holds(struct rule *r, const char *line, size_t n)
{
	const char *why;
	bool yes = rule_true(r, line, n, &why), told = false;

	if (why != NULL && atomic_compare_exchange_strong(&r->told, &told, true))
		status_warn(REFUSED, "%s: %s: taken as false (said once)", r->what, why);
	return yes;
}

/* Objects without the members that are null, at any depth of objects. */
static jv
without_nulls(jv object)
{
	jv out = jv_object();

	jv_object_foreach(object, name, value) {
		if (jv_get_kind(value) == JV_KIND_OBJECT)
			value = without_nulls(value);
		if (jv_get_kind(value) != JV_KIND_NULL)
			out = jv_object_set(out, name, value);
		else {
			jv_free(name);
			jv_free(value);
		}
	}
	jv_free(object);
	return out;
}

void
rule_merge(const char *base, size_t bn, const char *over, size_t on, struct buf *out)
{
	jv a = jv_parse_sized(base, (int)bn), b = jv_parse_sized(over, (int)on), text;

	if (jv_get_kind(a) != JV_KIND_OBJECT || jv_get_kind(b) != JV_KIND_OBJECT)
		status_die(USAGE, "policy: not a JSON object");
	text = jv_dump_string(without_nulls(jv_object_merge_recursive(a, b)),
	    JV_PRINT_SORTED);
	buf_put(out, jv_string_value(text), (size_t)jv_string_length_bytes(jv_copy(text)));
	jv_free(text);
}
