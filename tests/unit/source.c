/*
 * Bytes of an input: every packing whole, cut at every place and with every byte changed, in
 * reads and writes of every size.  What comes out is always the begin of what went in, and
 * nothing that is broken ends like something whole.
 */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#include "source.h"
#include "status.h"
#include "tap.h"

enum { ROOM = 1 << 20 };
static char plain[1500], packed[ROOM], got[ROOM];
static size_t packed_n, got_n;
static char names[512], path[300];
static const char *why;

static void
write_file(const char *s, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, s, n) != (ssize_t)n || close(fd) != 0) {
		printf("Bail out! %s\n", path);
		exit(1);
	}
}

/* All that a source gives, into got, names and why. */
static void
take(struct source *s, size_t size)
{
	const char *slash;
	ssize_t n;

	got_n = 0;
	*names = '\0';
	why = NULL;
	while (why == NULL && source_next(s, &why)) {
		slash = strstr(source_name(s), path);
		snprintf(names + strlen(names), sizeof names - strlen(names), "%s|",
		    slash != NULL ? slash + strlen(path) : source_name(s));
		while ((n = source_read(s, got + got_n, size, &why)) > 0)
			got_n += (size_t)n;
		if (n == 0 && why != NULL)
			ok(false, "words without an error");
	}
	if (why != NULL && (source_next(s, &(const char *){ NULL }) ||
	    source_read(s, got + got_n, size, &(const char *){ NULL }) != 0))
		ok(false, "what is broken goes on");
	source_close(s);
}

static void
from_file(const char *s, size_t n)
{
	struct source *src;

	write_file(s, n);
	src = source_open(path);
	if (src == NULL) {
		ok(false, "open");
		return;
	}
	take(src, 4096);
	if (why == NULL && n > 0 && got_n == 0 && n < 3)
		ok(false, "some bytes are lost");
}

/* Through a pipe, in writes of so many bytes. */
static void
from_pipe(const char *s, size_t n, size_t size)
{
	char name[32];
	int end[2], status;
	pid_t pid;

	fflush(stdout);
	if (pipe(end) != 0 || (pid = fork()) < 0)
		exit(1);
	if (pid == 0) {
		close(end[0]);
		for (; n > 0; s += size, n -= size) {
			size = size < n ? size : n;
			if (write(end[1], s, size) < 0)
				break;
		}
		_exit(0);
	}
	close(end[1]);
	snprintf(name, sizeof name, "/dev/fd/%d", end[0]);
	take(source_open(name), ROOM / 2);
	close(end[0]);
	waitpid(pid, &status, 0);
}

static void
pack_gzip(const char *s, size_t n)
{
	z_stream z = { 0 };

	deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
	z.next_in = (unsigned char *)(uintptr_t)s;
	z.avail_in = (unsigned)n;
	z.next_out = (unsigned char *)packed + packed_n;
	z.avail_out = (unsigned)(ROOM - packed_n);
	deflate(&z, Z_FINISH);
	packed_n = ROOM - z.avail_out;
	deflateEnd(&z);
}

/* By libarchive: a filter, or a zip of so many members. */
static void
pack(int (*filter)(struct archive *), int members, const char *s, size_t n)
{
	struct archive *a = archive_write_new();
	struct archive_entry *e = archive_entry_new();
	size_t used = 0;
	int i;

	if (filter != NULL) {
		filter(a);
		archive_write_set_format_raw(a);
	} else
		archive_write_set_format_zip(a);
	archive_write_set_bytes_in_last_block(a, 1);
	archive_write_open_memory(a, packed + packed_n, ROOM - packed_n, &used);
	for (i = 0; i < members; i++) {
		char name[16];

		archive_entry_clear(e);
		snprintf(name, sizeof name, i == 1 ? "d/" : "d/%d", i);
		archive_entry_set_pathname(e, name);
		archive_entry_set_filetype(e, i == 1 ? AE_IFDIR : AE_IFREG);
		archive_entry_set_perm(e, 0644);
		if (i != 1)
			archive_entry_set_size(e, (la_int64_t)n);
		archive_write_header(a, e);
		if (i != 1)
			archive_write_data(a, s, n);
	}
	archive_write_close(a);
	archive_write_free(a);
	archive_entry_free(e);
	packed_n += used;
}

enum how { GZIP, ZSTD, XZ, BZIP2, ZIP, HOWS };
static const char *const how_name[] = { "gzip", "zstd", "xz", "bzip2", "zip" };

static void
pack_how(enum how h, const char *s, size_t n)
{
	static int (*const filter[])(struct archive *) = { NULL, archive_write_add_filter_zstd,
		archive_write_add_filter_xz, archive_write_add_filter_bzip2, NULL };

	if (h == GZIP)
		pack_gzip(s, n);
	else
		pack(filter[h], h == ZIP ? 3 : 1, s, n);
}

static bool
whole_of(size_t times)
{
	size_t i;

	if (got_n != times * sizeof plain)
		return false;
	for (i = 0; i < times; i++)
		if (memcmp(got + i * sizeof plain, plain, sizeof plain) != 0)
			return false;
	return true;
}

static void
each(enum how h)
{
	static const size_t size[] = { 1, 7, 4096, ROOM }, magic[] = { 2, 4, 5, 3, 4 };
	const char *name = how_name[h];
	size_t i, k, times = h == ZIP ? 2 : 1, ends = 0, wrong = 0, unseen = 0;
	bool same_everywhere = true;

	packed_n = 0;
	pack_how(h, plain, sizeof plain);
	from_file(packed, packed_n);
	ok(why == NULL && whole_of(times), "%s: whole", name);
	same(names, h == ZIP ? "/d/0|/d/2|" : "|", "and its names");
	for (i = 0; i < 4; i++) {
		from_pipe(packed, packed_n, size[i]);
		same_everywhere &= why == NULL && whole_of(times);
	}
	ok(same_everywhere, "%s: from a pipe, in writes of 1, 7, 4096 bytes", name);

	/* Cut: never a clean end. */
	for (i = magic[h]; i < packed_n; i += h == XZ ? 11 : 3) {
		from_file(packed, i);
		ends += why == NULL;
		for (k = 0; k < got_n && k < times * sizeof plain; k++)
			wrong += got[k] != plain[k % sizeof plain];
		wrong += got_n > times * sizeof plain;
	}
	for (i = 1; i < 30 && i < packed_n; i++) {
		from_file(packed, packed_n - i);
		ends += why == NULL;
	}
	ok(ends == 0 && wrong == 0, "%s: cut anywhere is said (%zu clean ends), nothing is made up",
	    name, ends);

	/* A changed byte: said, or without effect.  A zstd frame need not have a check sum; the
	 * names and times of a zip are not what is read. */
	for (i = 0; i < packed_n && h != ZSTD; i += h == XZ || h == BZIP2 ? 7 : 1) {
		packed[i] ^= (char)(1 << i % 8);
		from_file(packed, packed_n);
		unseen += why == NULL && !whole_of(times) && i >= magic[h];
		packed[i] ^= (char)(1 << i % 8);
	}
	ok(unseen == 0, "%s: a changed byte is said or without effect (%zu not)", name, unseen);

	if (h != ZIP) {
		pack_how(h, plain, sizeof plain);
		from_file(packed, packed_n);
		ok(why == NULL && whole_of(2), "%s: two behind each other", name);
	}
	packed[packed_n] = 'x';
	from_file(packed, packed_n + 1);
	ok(why != NULL, "%s: something behind it is said", name);
	packed_n = 0;
	pack_how(h, plain, 0);
	from_file(packed, packed_n);
	ok(why == NULL && got_n == 0, "%s: of nothing", name);
}

/* What has arrived comes out although more may come; of gzip too, when it was flushed. */
static void
idle(void)
{
	static const char *const first[] = { "{\"a\":1}\n", "x\n", "B", "BZ\n", "PK\n", "\n", "\x1f\n", "account\na\n" };
	char name[32], out[64];
	struct source *s;
	z_stream z = { 0 };
	int end[2];
	size_t i, n;
	ssize_t r;

	alarm(20);	/* a read that waits for ever ends the test */
	for (i = 0; i < sizeof first / sizeof *first; i++) {
		if (pipe(end) != 0)
			exit(1);
		n = strlen(first[i]);
		if (n == 1)
			n = write(end[1], "B1", 2) == 2 ? 2 : 0;	/* two bytes that tell */
		else if (write(end[1], first[i], n) != (ssize_t)n)
			exit(1);
		snprintf(name, sizeof name, "/dev/fd/%d", end[0]);
		s = source_open(name);
		ok(source_next(s, &why) && source_read(s, out, sizeof out, &why) == (ssize_t)n,
		    "an idle pipe with %zu bytes", n);
		source_close(s);
		close(end[0]);
		close(end[1]);
	}
	if (pipe(end) != 0)
		exit(1);
	deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
	z.next_in = (unsigned char *)plain;
	z.avail_in = 50;
	z.next_out = (unsigned char *)packed;
	z.avail_out = ROOM;
	deflate(&z, Z_SYNC_FLUSH);
	deflateEnd(&z);
	n = ROOM - z.avail_out;
	if (write(end[1], packed, n) != (ssize_t)n)
		exit(1);
	snprintf(name, sizeof name, "/dev/fd/%d", end[0]);
	s = source_open(name);
	ok(source_next(s, &why), "gzip on an idle pipe");
	for (n = 0; n < 50 && (r = source_read(s, got + n, ROOM - n, &why)) > 0; n += (size_t)r)
		;
	ok(n == 50 && memcmp(got, plain, 50) == 0, "what was flushed is there");
	close(end[1]);
	ok(source_read(s, got, ROOM, &why) == -1 && strcmp(why, "gzip file cut short") == 0,
	    "and that it was cut short");
	source_close(s);
	close(end[0]);
	/* Somebody else made the pipe non-blocking: it is waited for. */
	if (pipe(end) != 0)
		exit(1);
	fcntl(end[0], F_SETFL, O_NONBLOCK);
	dup2(end[0], 0);
	if (fork() == 0) {
		usleep(50000);
		_exit(write(end[1], "late\n", 5) != 5);
	}
	close(end[1]);
	s = source_open("-");
	ok(source_next(s, &why) && source_read(s, out, sizeof out, &why) == 5 &&
	    source_read(s, out, sizeof out, &why) == 0, "a pipe that does not block is waited for");
	same(source_name(s), "standard input", "its name");
	ok(source_taken(s) == 5, "bytes taken");
	source_close(s);
	ok(fcntl(0, F_GETFD) >= 0, "descriptor 0 stays open");
	wait(NULL);
	alarm(0);
}

int
main(int argc, char **argv)
{
	const char *tmp = getenv("TMPDIR");
	size_t i;
	int h;

	(void)argc;
	status_start(argv[0]);
	snprintf(path, sizeof path, "%s/source.%ld", tmp != NULL ? tmp : "/tmp", (long)getpid());
	for (i = 0; i < sizeof plain; i++)
		plain[i] = "0123456789abcdef\n"[(i * i + i / 17) % 17];
	from_file("", 0);
	ok(why == NULL && got_n == 0 && strcmp(names, "|") == 0, "an empty file");
	from_file(plain, sizeof plain);
	ok(why == NULL && whole_of(1), "a plain file");
	from_file("\x1f", 1);
	ok(why == NULL && got_n == 1 && *got == '\x1f', "one byte that could begin a gzip file");
	for (h = 0; h < HOWS; h++)
		each((enum how)h);
	{
		/* The members' local headers alone: a zip from which the end was taken. */
		static const char lone[] = "PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

		from_file(lone, 22);
		ok(why == NULL && got_n == 0, "an empty zip");
		from_file(lone, 21);
		ok(why != NULL, "cut");
	}
	ok(source_open("/nowhere/at/all") == NULL && errno == ENOENT, "a file that is not there");
	idle();
	source_close(NULL);
	remove(path);
	return done();
}
