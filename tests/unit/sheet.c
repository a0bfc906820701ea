/* Spreadsheets: reproducible bytes, what stands in the cells, further sheets. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include <archive.h>
#include <archive_entry.h>

#include "buf.h"
#include "seal.h"
#include "sheet.h"
#include "status.h"
#include "zipdir.h"

static int count, failed;
static const char *const heading[] = { "\xe8\xb4\xa6\xe5\x8f\xb7ID",
    "\xe8\xaf\x81\xe4\xbb\xb6" };
static const unsigned char width[] = { 20, 24 };

static void
ok(bool good, const char *text)
{
	count++;
	failed += !good;
	printf("%sok %d - %s\n", good ? "" : "not ", count, text);
}

static int
table(const char *const (*row)[2], size_t rows)
{
	int fd = open(".", O_TMPFILE | O_RDWR, 0600);
	struct sheet *s;
	size_t i;

	if (fd < 0)
		fd = memfd_create("sheet", 0);
	s = sheet_new(fd, "/tmp", "accounts", heading, width, 2, 1800000000);
	for (i = 0; i < rows; i++)
		sheet_row(s, row[i]);
	sheet_close(s);
	return fd;
}

static void
digest(int fd, char hex[129])
{
	struct seal_hash *h = seal_hash_new(SEAL_SHA256);
	char s[4096];
	off_t at = 0;
	ssize_t n;

	while ((n = pread(fd, s, sizeof s, at)) > 0) {
		seal_hash_update(h, s, (size_t)n);
		at += n;
	}
	seal_hash_final(h, hex);
	seal_hash_free(h);
}

static void
member(int fd, const char *name, struct buf *out)
{
	struct archive *a = archive_read_new();
	struct archive_entry *e;
	ssize_t n;

	archive_read_support_format_zip_seekable(a);
	lseek(fd, 0, SEEK_SET);
	archive_read_open_fd(a, fd, 65536);
	while (archive_read_next_header(a, &e) == ARCHIVE_OK)
		if (strcmp(archive_entry_pathname(e), name) == 0)
			while ((n = archive_read_data(a, buf_room(out, 65536), 65536)) > 0)
				out->len += (size_t)n;
	archive_read_free(a);
}

int
main(int argc, char **argv)
{
	static const char *const rows[][2] = {
		{ "a-1", "110101199003071234" },
		{ NULL, "" },
		{ "_x0041_", "a\xef\xbf\xbf" "b\x01<&>" }
	};
	static const char *const one[2] = { "1", "2" };
	char a[129], b[129];
	struct buf text = { 0 };
	struct sheet *s;
	uint64_t size;
	long i;
	int fd;

	(void)argc;
	status_start(argv[0]);
	fd = table(rows, 3);
	digest(fd, a);
	member(fd, "xl/worksheets/sheet1.xml", &text);
	ok(strstr(buf_text(&text), "t=\"inlineStr\"><is><t>110101199003071234</t>") != NULL,
	    "eighteen digits are a string");
	ok(strstr(buf_text(&text), "<v>") == NULL, "no cell is a number");
	ok(strstr(buf_text(&text), "_x005F_x0041_") != NULL, "_x0041_ stays what it is");
	ok(strstr(buf_text(&text), "a_xFFFF_b_x0001_&lt;&amp;&gt;") != NULL,
	    "what XML may not hold is escaped");
	ok(strstr(buf_text(&text), "state=\"frozen\"") != NULL, "row of headings is frozen");
	ok(strstr(buf_text(&text), "<autoFilter ref=\"A1:B4\"/>") != NULL,
	    "filter over all rows");
	text.len = 0;
	member(fd, "docProps/core.xml", &text);
	ok(strstr(buf_text(&text), "2027-01-15T08:00:00Z") != NULL,
	    "time of creation as given");
	close(fd);
	setenv("TZ", "America/New_York", 1);
	tzset();
	sleep(1);
	fd = table(rows, 3);
	digest(fd, b);
	ok(strcmp(a, b) == 0, "later and elsewhere: the same bytes");
	close(fd);

	fd = memfd_create("long", 0);
	s = sheet_new(fd, "/tmp", "accounts", heading, width, 2, 0);
	for (i = 0; i < SHEET_ROWS + 2L; i++)
		sheet_row(s, one);
	sheet_close(s);
	text.len = 0;
	member(fd, "xl/worksheets/sheet2.xml", &text);
	ok(strstr(buf_text(&text), "<dimension ref=\"A1:B3\"/>") != NULL ||
	    strstr(buf_text(&text), "r=\"A3\"") != NULL, "rows go on in a second sheet");
	ok(strstr(buf_text(&text), "r=\"A4\"") == NULL, "and only those left over");
	ok(zipdir_size(fd, "xl/worksheets/sheet1.xml", &size) && size > 100000000,
	    "the first is full");
	buf_free(&text);
	printf("1..%d\n", count);
	return failed > 0;
}
