/*
 * scan FILE: the bare scanner over a file, with the members that the toolkit knows: what
 * acct-verify cannot be faster than.  Reads pieces of 1 MiB; prints lines and bytes.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mem.h"
#include "record.h"
#include "scan.h"

enum { PIECE = 1 << 20 };

int
main(int argc, char **argv)
{
	const char *name[MEMBERS];
	uint32_t at[MEMBERS], size[MEMBERS], shut;
	struct scan_names *names;
	struct scan_room *room = scan_room_new();
	struct scan_error error;
	char *buf = mem_alloc(2 * PIECE + SCAN_PAD);
	unsigned long lines = 0, bad = 0, total = 0;
	size_t have = 0;
	ssize_t n;
	int fd, i;

	if (argc != 2 || (fd = open(argv[1], O_RDONLY)) == -1) {
		fputs("usage: scan FILE\n", stderr);
		return 2;
	}
	for (i = 0; i < MEMBERS; i++)
		name[i] = member_name(i);
	names = scan_names_new(name, MEMBERS);
	while ((n = read(fd, buf + have, PIECE)) > 0) {
		char *p = buf, *end = buf + have + n, *nl;

		while ((nl = memchr(p, '\n', (size_t)(end - p))) != NULL) {
			if (!scan_line(p, (size_t)(nl - p), names, at, size, &shut,
			    room, &error))
				bad++;
			lines++;
			total += (unsigned long)(nl - p) + 1;
			p = nl + 1;
		}
		have = (size_t)(end - p);
		if (have > PIECE)
			return 1;
		memmove(buf, p, have);
	}
	printf("%lu lines, %lu bytes, %lu refused\n", lines, total, bad);
	scan_names_free(names);
	scan_room_free(room);
	free(buf);
	return bad > 0;
}
