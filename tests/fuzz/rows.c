/*
 * CSV: any bytes as a file.  Rows cover the text without a gap; a row that is taken is one
 * JSON object by the scanner, and nothing is appended for one that is not.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "replay.h"
#include "rows.h"
#include "scan.h"
#include "status.h"
#include "term.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct term_table *terms;
	static struct scan_room *room;
	struct scan_error error;
	struct buf out = { 0 };
	struct rows *rows;
	bool ready = false;
	char *s, *p;
	size_t left;

	if (terms == NULL) {
		setenv("BEIAN_SHARE", "share", 0);
		status_start("fuzz");
		terms = term_load();
		room = scan_room_new();
	}
	rows = rows_new(terms, NULL);
	s = p = mem_copy((const char *)data, n);
	left = n;
	while (left > 0) {
		size_t looked = 0, text, len;
		bool inside = false;
		const char *why;

		len = rows_length(p, left, &looked, &inside);
		MUST(len <= left);
		if (len == 0)
			len = left;
		text = len;
		if (text > 0 && p[text - 1] == '\n')
			text--;
		if (text > 0 && p[text - 1] == '\r')
			text--;
		if (!ready) {
			(void)rows_is_heading(rows, p, text);
			ready = rows_heading(rows, p, text) == NULL;
			if (!ready)
				break;
		} else {
			out.len = 0;
			why = rows_row(rows, p, text, &out);
			if (why != NULL)
				MUST(out.len == 0);
			else {
				size_t k = out.len;

				memset(buf_room(&out, SCAN_PAD), 0, SCAN_PAD);
				MUST(k > 1 && out.s[0] == '{' && out.s[k - 1] == '}');
				MUST(scan_value(out.s, k, room, &error));
			}
		}
		p += len;
		left -= len;
	}
	buf_free(&out);
	rows_free(rows);
	free(s);
	return 0;
}
