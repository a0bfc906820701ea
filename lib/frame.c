#include "frame.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>

#include "buf.h"
#include "status.h"

static la_ssize_t
take(struct archive *a, void *out, const void *s, size_t n)
{
	(void)a;
	buf_put(out, s, n);
	return (la_ssize_t)n;
}

static _Noreturn void
broken(const char *what)
{
	status_die(FAILED, "libarchive cannot %s a zstd frame", what);
}

void
frame_pack(const char *s, size_t n, int level, struct buf *out)
{
	struct archive *a = archive_write_new();
	struct archive_entry *e = archive_entry_new();
	char text[16];

	if (a == NULL || e == NULL)
		broken("begin");
	snprintf(text, sizeof text, "%d", level);
	archive_entry_set_pathname(e, "lines");
	archive_entry_set_filetype(e, AE_IFREG);
	if (archive_write_set_format_raw(a) != ARCHIVE_OK ||
	    archive_write_add_filter_zstd(a) != ARCHIVE_OK ||
	    archive_write_set_filter_option(a, "zstd", "compression-level", text) !=
	    ARCHIVE_OK || archive_write_set_bytes_per_block(a, 0) != ARCHIVE_OK ||
	    archive_write_open(a, out, NULL, take, NULL) != ARCHIVE_OK ||
	    archive_write_header(a, e) != ARCHIVE_OK ||
	    archive_write_data(a, s, n) != (la_ssize_t)n ||
	    archive_write_close(a) != ARCHIVE_OK)
		broken("write");
	archive_entry_free(e);
	archive_write_free(a);
}

bool
frame_open(const void *frame, size_t n, size_t raw, struct buf *out)
{
	struct archive *a = archive_read_new();
	struct archive_entry *e;
	size_t had = out->len;
	la_ssize_t got = 0;
	bool good;

	if (a == NULL)
		broken("begin");
	archive_read_support_filter_zstd(a);
	archive_read_support_format_raw(a);
	good = archive_read_open_memory(a, frame, n) == ARCHIVE_OK &&
	    archive_read_next_header(a, &e) == ARCHIVE_OK &&
	    archive_filter_code(a, 0) == ARCHIVE_FILTER_ZSTD;
	/* one byte more than there should be, to see that there is none */
	while (good && out->len - had <= raw) {
		got = archive_read_data(a, buf_room(out, raw + 1), raw + 1 - (out->len - had));
		if (got <= 0)
			break;
		out->len += (size_t)got;
	}
	good = good && got == 0 && out->len - had == raw;
	archive_read_free(a);
	if (!good)
		out->len = had;
	return good;
}
