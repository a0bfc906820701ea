#include "tally.h"

#include <fcntl.h>
#include <stddef.h>
#include <unistd.h>

#include "buf.h"
#include "finding.h"
#include "opt.h"
#include "record.h"
#include "status.h"
#include "when.h"

_Static_assert(TALLY_CODES >= (int)FINDING_CODES, "a counter for each code");

void
tally_record(struct tally *t, const struct record *r)
{
	unsigned i;

	t->verdict[r->verdict]++;
	t->lost += r->lost;
	for (i = 0; i < r->findings; i++)
		t->code[r->finding[i].code]++;
}

void
tally_add(struct tally *to, const struct tally *from)
{
	int i;

	to->read += from->read;
	to->refused += from->refused;
	to->skipped += from->skipped;
	to->unselected += from->unselected;
	to->out += from->out;
	to->lost += from->lost;
	to->changed += from->changed;
	for (i = 0; i < 3; i++)
		to->verdict[i] += from->verdict[i];
	for (i = 0; i < TALLY_CODES; i++)
		to->code[i] += from->code[i];
}

static int
summary_open(int flags, enum status failure)
{
	int fd = open(opt_common.summary, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | flags,
	    0600);

	if (fd < 0)
		status_die(failure, "--summary: %s:", opt_common.summary);
	return fd;
}

void
tally_ready(void)
{
	if (opt_common.summary != NULL)
		close(summary_open(0, USAGE));
}

static void
tell_codes(const struct tally *t, const char *policy)
{
	struct buf b = { 0 };
	int i;

	for (i = 0; i < FINDING_CODES; i++)
		if (t->code[i] > 0)
			buf_printf(&b, "%s%llu %s (%s)", b.len > 0 ? ", " : "",
			    (unsigned long long)t->code[i],
			    finding_row((enum finding_code)i)->code,
			    finding_row((enum finding_code)i)->clause);
	status_warn(DONE, "policy %.16s...; findings: %s", policy != NULL ? policy : "none",
	    b.len > 0 ? buf_text(&b) : "none");
	buf_free(&b);
}

void
tally_tell(const struct tally *t, const char *verb, const char *policy)
{
	static const char *const name[] = { "pass", "review", "reject" };
	const struct opt_common *o = &opt_common;
	struct buf b = { 0 };
	char now[WHEN_TEXT];
	int fd, i, n = 0;

	if (o->verbose)
		status_warn(DONE, "%llu read, %llu out, %llu refused, %llu skipped, "
		    "%llu not selected, %llu changed; %llu pass, %llu review, %llu reject%s",
		    (unsigned long long)t->read, (unsigned long long)t->out,
		    (unsigned long long)t->refused, (unsigned long long)t->skipped,
		    (unsigned long long)t->unselected, (unsigned long long)t->changed,
		    (unsigned long long)t->verdict[PASS],
		    (unsigned long long)t->verdict[REVIEW],
		    (unsigned long long)t->verdict[REJECT],
		    t->lost > 0 ? "; some records had more findings than are kept" : "");
	if (o->verbose)
		tell_codes(t, policy);
	if (o->summary == NULL)
		return;
	buf_putc(&b, '{');
	buf_member(&b, "program", status_program(), __builtin_strlen(status_program()));
	if (verb != NULL)
		buf_member(&b, "verb", verb, __builtin_strlen(verb));
	buf_member(&b, "now", when_text(o->now, now), 25);
	if (policy != NULL)
		buf_member(&b, "policy", policy, __builtin_strlen(policy));
	buf_member_raw(&b, "dry_run", o->dry ? "true" : "false", o->dry ? 4 : 5);
	buf_member_num(&b, "read", (int64_t)t->read);
	buf_member_num(&b, "out", (int64_t)t->out);
	buf_member_num(&b, "refused", (int64_t)t->refused);
	buf_member_num(&b, "skipped", (int64_t)t->skipped);
	buf_member_num(&b, "unselected", (int64_t)t->unselected);
	buf_member_num(&b, "changed", (int64_t)t->changed);
	for (i = 0; i < 3; i++)
		buf_member_num(&b, name[i], (int64_t)t->verdict[i]);
	buf_member_num(&b, "findings_not_kept", (int64_t)t->lost);
	buf_puts(&b, ",\"findings\":[");
	for (i = 0; i < FINDING_CODES; i++)
		if (t->code[i] > 0) {
			const struct finding_row *f = finding_row((enum finding_code)i);

			buf_printf(&b, "%s{\"clause\":\"%s\",\"code\":\"%s\",\"count\":%llu}",
			    n++ > 0 ? "," : "", f->clause, f->code,
			    (unsigned long long)t->code[i]);
		}
	buf_puts(&b, "]}\n");
	fd = summary_open(O_TRUNC, FAILED);
	buf_send(&b, fd, o->summary);
	if (close(fd) != 0)
		status_die(FAILED, "--summary: %s:", o->summary);
	buf_free(&b);
}
