#include "bagjudge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "seal.h"
#include "text.h"

static const struct {
	enum seal_digest digest;
	const char *manifest, *tags;
	size_t hex;		/* digits of the digest */
} sums[BAGJUDGE_SUMS] = {
	{ SEAL_SHA256, "manifest-sha256.txt", "tagmanifest-sha256.txt", 64 },
	{ SEAL_SM3, "manifest-sm3.txt", "tagmanifest-sm3.txt", 64 },
	{ SEAL_SHA512, "manifest-sha512.txt", "tagmanifest-sha512.txt", 128 },
	{ SEAL_SHA1, "manifest-sha1.txt", "tagmanifest-sha1.txt", 40 },
	{ SEAL_MD5, "manifest-md5.txt", "tagmanifest-md5.txt", 32 }
};

struct bagjudge_member {
	char *name;		/* without a slash at its end */
	const char *path;	/* in it, behind the top folder */
	char *sum[BAGJUDGE_SUMS];	/* hex */
	uint64_t size;
	unsigned listed;	/* bit per digest: that manifest names it */
	bool folder, payload;
	struct buf text;
};

struct bagjudge {
	struct bagjudge_member **member;
	size_t count, size, top_len;
	void (*fn)(void *, const char *, const char *, const char *);
	void *arg;
};

int
bagjudge_digest(size_t index)
{
	return (int)sums[index].digest;
}

struct bagjudge *
bagjudge_new(void (*fn)(void *, const char *, const char *, const char *), void *arg)
{
	struct bagjudge *j = mem_alloc(sizeof *j);

	j->fn = fn;
	j->arg = arg;
	return j;
}

void
bagjudge_free(struct bagjudge *j)
{
	size_t i, k;

	for (i = 0; i < j->count; i++) {
		for (k = 0; k < BAGJUDGE_SUMS; k++)
			free(j->member[i]->sum[k]);
		buf_free(&j->member[i]->text);
		free(j->member[i]->name);
		free(j->member[i]);
	}
	free(j->member);
	free(j);
}

/* Text that may stand as a path: relative, no ".", "..", empty part, backslash or control. */
static bool
safe(const char *s, size_t n)
{
	size_t i, part;

	if (n == 0 || text_valid(s, n) != n)
		return false;
	for (i = 0; i < n; i++)
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f || s[i] == '\\')
			return false;
	for (i = 0; i <= n; i += part + 1) {
		const char *slash = memchr(s + i, '/', n - i);

		part = slash != NULL ? (size_t)(slash - (s + i)) : n - i;
		if (part == 0 || (part == 1 && s[i] == '.') ||
		    (part == 2 && s[i] == '.' && s[i + 1] == '.'))
			return false;
	}
	/* a drive of the other system */
	return n < 2 || s[1] != ':';
}

struct bagjudge_member *
bagjudge_member(struct bagjudge *j, const char *name, bool folder)
{
	struct bagjudge_member *m;
	size_t n = strlen(name), top;

	if (n > 0 && name[n - 1] == '/') {
		n--;
		folder = true;
	}
	if (!safe(name, n)) {
		j->fn(j->arg, "bag-name", name, "is no name for a member");
		return NULL;
	}
	top = strcspn(name, "/");
	top = top < n ? top : n;
	if (j->count == 0)
		j->top_len = top;
	else if (top != j->top_len || memcmp(name, j->member[0]->name, top) != 0) {
		j->fn(j->arg, "bag-name", name, "lies outside the one top folder");
		return NULL;
	}
	if (!folder && top == n) {
		j->fn(j->arg, "bag-name", name, "lies in no top folder");
		return NULL;
	}
	m = mem_alloc(sizeof *m);
	m->name = mem_copy(name, n);
	m->path = top < n ? m->name + top + 1 : m->name + n;
	m->folder = folder;
	m->payload = strncmp(m->path, "data/", 5) == 0;
	if (j->count == j->size) {
		j->size = j->size > 0 ? j->size * 2 : 64;
		j->member = mem_grow(j->member, j->size, sizeof *j->member);
	}
	return j->member[j->count++] = m;
}

bool
bagjudge_is_tag(const struct bagjudge_member *m)
{
	return !m->folder && !m->payload && strchr(m->path, '/') == NULL;
}

void
bagjudge_text(struct bagjudge_member *m, const void *p, size_t n)
{
	buf_put(&m->text, p, n);
}

void
bagjudge_size(struct bagjudge_member *m, uint64_t n)
{
	m->size = n;
}

void
bagjudge_sum(struct bagjudge_member *m, size_t index, const char *hex)
{
	m->sum[index] = mem_copy(hex, strlen(hex));
}

static int
by_path(const void *a, const void *b)
{
	return strcmp((*(struct bagjudge_member *const *)a)->path,
	    (*(struct bagjudge_member *const *)b)->path);
}

static struct bagjudge_member *
find(struct bagjudge *j, const char *path)
{
	struct bagjudge_member key = { .path = path }, *k = &key, **m;

	if (j->count == 0)
		return NULL;
	m = bsearch(&k, j->member, j->count, sizeof *j->member, by_path);
	return m != NULL && !(*m)->folder ? *m : NULL;
}

/* RFC 8493 2.1.3: in a path only CR, LF and % are escaped, as %0D %0A %25. */
static size_t
unescape(char *out, const char *s, size_t n)
{
	size_t i, k = 0;

	for (i = 0; i < n; i++) {
		if (s[i] == '%' && n - i >= 3 && (strncmp(s + i, "%25", 3) == 0 ||
		    strncasecmp(s + i, "%0a", 3) == 0 || strncasecmp(s + i, "%0d", 3) == 0)) {
			out[k++] = s[i + 1] == '2' ? '%' : (s[i + 2] | 0x20) == 'a' ? '\n' :
			    '\r';
			i += 2;
		} else
			out[k++] = s[i];
	}
	return k;
}

/* One line "HEX  PATH" of manifest `of`. */
static void
line(struct bagjudge *j, const char *of, size_t sum, bool tags, const char *s, size_t n)
{
	struct bagjudge_member *m;
	const char *path;
	char *name;
	size_t len;

	path = s + strspn(s, "0123456789abcdefABCDEF");
	if ((size_t)(path - s) != sums[sum].hex || (size_t)(path - s) >= n ||
	    (*path != ' ' && *path != '\t')) {
		j->fn(j->arg, "bag-manifest", of, "has a line that cannot be read");
		return;
	}
	while (*path == ' ' || *path == '\t')
		path++;
	if (*path == '*')		/* sha256sum's mark of a binary file */
		path++;
	len = (size_t)(s + n - path);
	name = mem_alloc(len + 1);
	len = unescape(name, path, len);
	m = NULL;
	if (!safe(name, len) || (strncmp(name, "data/", 5) == 0) == tags ||
	    (tags && strncmp(name, "tagmanifest-", 12) == 0))
		j->fn(j->arg, "bag-manifest", name, "is no path for this manifest");
	else if ((m = find(j, name)) == NULL)
		j->fn(j->arg, "bag-missing", name, "is named by a manifest and not there");
	else if (m->listed & 1u << sum)
		j->fn(j->arg, "bag-manifest", name, "stands in a manifest twice");
	else if (m->sum[sum] == NULL || strncasecmp(m->sum[sum], s, sums[sum].hex) != 0)
		j->fn(j->arg, "bag-digest", name, "differs from its digest");
	if (m != NULL)
		m->listed |= 1u << sum;
	free(name);
}

static void
manifest(struct bagjudge *j, struct bagjudge_member *of, size_t sum, bool tags)
{
	char *s = buf_text(&of->text), *end = s + of->text.len, *nl;
	size_t n;

	if (memchr(s, '\0', of->text.len) != NULL) {
		j->fn(j->arg, "bag-manifest", of->path, "holds a NUL");
		return;
	}
	for (; s < end; s = nl + 1) {
		nl = memchr(s, '\n', (size_t)(end - s));
		if (nl == NULL) {
			j->fn(j->arg, "bag-manifest", of->path, "ends within a line");
			nl = end;
		}
		n = (size_t)(nl - s);
		if (n > 0 && s[n - 1] == '\r')
			n--;
		s[n] = '\0';
		if (n > 0)
			line(j, of->path, sum, tags, s, n);
	}
}

static void
declaration(struct bagjudge *j)
{
	struct bagjudge_member *m = find(j, "bagit.txt");
	char *s, *nl;
	bool good = false;

	if (m == NULL) {
		j->fn(j->arg, "bag-version", "bagit.txt", "is missing");
		return;
	}
	s = buf_text(&m->text);
	nl = strchr(s, '\n');
	if (nl != NULL) {
		*nl = '\0';
		if (nl > s && nl[-1] == '\r')
			nl[-1] = '\0';
		good = (strcmp(s, "BagIt-Version: 1.0") == 0 ||
		    (strncmp(s, "BagIt-Version: 0.9", 18) == 0 && strlen(s) == 19 &&
		    s[18] >= '3' && s[18] <= '7')) &&
		    strncmp(nl + 1, "Tag-File-Character-Encoding: UTF-8", 34) == 0 &&
		    strspn(nl + 35, "\r\n") == strlen(nl + 35) &&
		    strlen(s) + strlen(nl + 1) + 2 >= m->text.len;
	}
	if (!good)
		j->fn(j->arg, "bag-version", "bagit.txt", "is not a declaration of RFC 8493");
}

static void
oxum(struct bagjudge *j, uint64_t bytes, uint64_t files)
{
	struct bagjudge_member *m = find(j, "bag-info.txt");
	char want[64], *s;
	size_t n;

	s = m != NULL ? buf_text(&m->text) : NULL;
	snprintf(want, sizeof want, "%ju.%ju", (uintmax_t)bytes, (uintmax_t)files);
	for (; s != NULL; s = strchr(s, '\n')) {
		s += *s == '\n';
		if (strncasecmp(s, "Payload-Oxum:", 13) != 0)
			continue;
		s += 13 + strspn(s + 13, " \t");
		n = strcspn(s, " \t\r\n");
		if (n != strlen(want) || memcmp(s, want, n) != 0)
			j->fn(j->arg, "bag-oxum", "bag-info.txt",
			    "Payload-Oxum does not agree");
	}
}

/* What no manifest names. */
static void
extras(struct bagjudge *j, unsigned payload, unsigned tags)
{
	size_t i;

	for (i = 0; i < j->count; i++) {
		struct bagjudge_member *m = j->member[i];

		if (m->folder || (!m->payload && strncmp(m->path, "tagmanifest-", 12) == 0))
			continue;
		if (m->payload ? (m->listed & payload) != payload : (m->listed & tags) != tags)
			j->fn(j->arg, "bag-extra", m->path,
			    "is in no or not in every manifest");
	}
}

void
bagjudge_end(struct bagjudge *j, uint64_t *payload_bytes)
{
	struct bagjudge_member *m;
	unsigned payload = 0, tags = 0;
	uint64_t bytes = 0, files = 0;
	size_t i;

	if (j->count > 0)
		qsort(j->member, j->count, sizeof *j->member, by_path);
	for (i = 0; i < j->count; i++) {
		m = j->member[i];
		if (i > 0 && strcmp(m->path, j->member[i - 1]->path) == 0)
			j->fn(j->arg, "bag-name", m->path, "stands in the archive twice");
		if (m->payload && !m->folder) {
			bytes += m->size;
			files++;
		}
	}
	*payload_bytes = bytes;
	if (find(j, "fetch.txt") != NULL)
		j->fn(j->arg, "bag-fetch", "fetch.txt", "a part of the bag is elsewhere");
	for (i = 0; i < BAGJUDGE_SUMS; i++) {
		m = find(j, sums[i].manifest);
		if (m != NULL) {
			payload |= 1u << i;
			manifest(j, m, i, false);
		}
		m = find(j, sums[i].tags);
		if (m != NULL) {
			tags |= 1u << i;
			manifest(j, m, i, true);
		}
	}
	if (payload == 0)
		j->fn(j->arg, "bag-manifest", NULL, "no manifest of a digest that is known");
	declaration(j);
	oxum(j, bytes, files);
	extras(j, payload, tags);
}
