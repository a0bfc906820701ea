#include "status.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text.h"

static const char *program = "beian";
static atomic_int worst;
static bool quiet;

void
status_start(const char *argv0)
{
	const struct rlimit none = { 0, 0 };
	const char *slash = strrchr(argv0, '/');
	int fd;

	program = slash != NULL ? slash + 1 : argv0;
	/* A closed 0 gets a descriptor that cannot be read, a closed 1 or 2 one that cannot be
	 * written: using it fails, and no file of ours is ever descriptor 0 to 2. */
	for (fd = 0; fd <= 2; fd++) {
		if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF)
			continue;
		if (open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
			_exit(FAILED);
	}
	setlocale(LC_ALL, "");
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
	setlocale(LC_NUMERIC, "C");
	umask(077);
	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0);
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGPIPE, SIG_DFL);
}

const char *
status_program(void)
{
	return program;
}

void
status_note(enum status s)
{
	int was = atomic_load(&worst);

	while (was < (int)s && !atomic_compare_exchange_weak(&worst, &was, (int)s))
		;
}

enum status
status_worst(void)
{
	return (enum status)atomic_load(&worst);
}

void
status_quiet(bool on)
{
	quiet = on;
}

static void
say(const char *fmt, va_list ap)
{
	char raw[4096], line[8192];
	const char *reason = strerror(errno);
	size_t n;
	int len;

	len = vsnprintf(raw, sizeof raw, fmt, ap);
	n = len < 0 ? 0 : (size_t)len < sizeof raw ? (size_t)len : sizeof raw - 1;
	if (n > 0 && n < sizeof raw && fmt[strlen(fmt) - 1] == ':') {
		len = snprintf(raw + n, sizeof raw - n, " %s", reason);
		n = (size_t)len < sizeof raw - n ? n + (size_t)len : sizeof raw - 1;
	}
	len = snprintf(line, 512, "%s: ", program);
	len += (int)text_show(line + len, sizeof line - (size_t)len - 1, raw, n);
	line[len++] = '\n';
	if (write(STDERR_FILENO, line, (size_t)len) < 0)
		return;		/* nowhere left to complain: the exit status tells */
}

void
status_warn(enum status s, const char *fmt, ...)
{
	va_list ap;

	status_note(s);
	if (quiet && s <= REFUSED)
		return;
	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
}

void
status_die(enum status s, const char *fmt, ...)
{
	va_list ap;

	status_note(s);
	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
	/* No atexit handlers, no stdio: other threads may be at work, and nothing uncommitted
	 * counts. */
	_exit((int)status_worst());
}

const char *
verdict_name(enum verdict v)
{
	static const char *const name[] = { "pass", "review", "reject" };

	return name[v];
}
