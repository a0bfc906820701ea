#include "words.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

struct word {
	char *s;
	size_t n;
	int index;
};

struct node {
	uint32_t fail;
	uint32_t depth;
	uint32_t len;		/* of the longest word that ends here, 0: none */
	int index;		/* of that word */
};

/*
 * The bytes that occur in words are numbered from 1, all others are class 0; `next` is a full
 * table, nodes times classes, so that a step is one look-up.  Node 0 is the root.
 */
struct words {
	struct word *word;
	size_t words, room;
	uint16_t class[256];
	size_t classes;
	struct node *node;
	uint32_t *next;
	uint32_t nodes;
	uint8_t begin[65536];	/* may a word begin with these two bytes? */
};

struct words *
words_new(void)
{
	struct words *w = mem_alloc(sizeof *w);

	w->classes = 1;
	return w;
}

void
words_add(struct words *w, const char *word, size_t n, int index)
{
	size_t i;

	if (n == 0)
		return;
	if (w->words == w->room) {
		w->room = w->room > 0 ? w->room * 2 : 64;
		w->word = mem_grow(w->word, w->room, sizeof *w->word);
	}
	for (i = 0; i < n; i++)
		if (w->class[(unsigned char)word[i]] == 0)
			w->class[(unsigned char)word[i]] = (uint16_t)w->classes++;
	if (n == 1)
		memset(&w->begin[(unsigned char)word[0] << 8], 1, 256);
	else
		w->begin[(unsigned char)word[0] << 8 | (unsigned char)word[1]] = 1;
	w->word[w->words].s = mem_copy(word, n);
	w->word[w->words].n = n;
	w->word[w->words++].index = index;
}

static void
plant(struct words *w, const struct word *word)
{
	uint32_t at = 0, *step;
	size_t i;

	for (i = 0; i < word->n; i++) {
		step = &w->next[at * w->classes + w->class[(unsigned char)word->s[i]]];
		if (*step == 0) {
			w->node[w->nodes].depth = w->node[at].depth + 1;
			*step = w->nodes++;
		}
		at = *step;
	}
	if (w->node[at].len == 0) {
		w->node[at].len = (uint32_t)word->n;
		w->node[at].index = word->index;
	}
}

/* Breadth first: a node's fail and words are those of a shorter node, done before it. */
static void
link_up(struct words *w)
{
	uint32_t *queue = mem_alloc(w->nodes * sizeof *queue);
	uint32_t head = 0, tail = 1, at, to, back;
	size_t c;

	while (head < tail) {
		at = queue[head++];
		for (c = 1; c < w->classes; c++) {
			to = w->next[at * w->classes + c];
			back = at == 0 ? 0 : w->next[w->node[at].fail * w->classes + c];
			if (to == 0) {
				w->next[at * w->classes + c] = back;
				continue;
			}
			w->node[to].fail = back;
			if (w->node[to].len == 0) {
				w->node[to].len = w->node[back].len;
				w->node[to].index = w->node[back].index;
			}
			queue[tail++] = to;
		}
	}
	free(queue);
}

void
words_ready(struct words *w)
{
	size_t total = 1, i;

	for (i = 0; i < w->words; i++)
		total += w->word[i].n;
	w->node = mem_alloc(total * sizeof *w->node);
	w->next = mem_alloc(total * w->classes * sizeof *w->next);
	w->nodes = 1;
	for (i = 0; i < w->words; i++)
		plant(w, &w->word[i]);
	w->node = mem_grow(w->node, w->nodes, sizeof *w->node);
	w->next = mem_grow(w->next, w->nodes * w->classes, sizeof *w->next);
	link_up(w);
}

int
words_find(const struct words *w, const char *s, size_t n)
{
	size_t i, from, best = SIZE_MAX, len = 0;
	int index = -1;
	uint32_t at = 0;

	for (i = 0; i + 1 < n &&
	    !w->begin[(unsigned char)s[i] << 8 | (unsigned char)s[i + 1]]; i++)
		;
	for (; i < n; i++) {
		at = w->next[at * w->classes + w->class[(unsigned char)s[i]]];
		/* whatever is still to come begins here or later */
		if (index >= 0 && i + 1 - w->node[at].depth > best)
			break;
		if (w->node[at].len == 0)
			continue;
		from = i + 1 - w->node[at].len;
		if (from < best || (from == best && w->node[at].len > len)) {
			best = from;
			len = w->node[at].len;
			index = w->node[at].index;
		}
	}
	return index;
}

void
words_free(struct words *w)
{
	size_t i;

	if (w == NULL)
		return;
	for (i = 0; i < w->words; i++)
		free(w->word[i].s);
	free(w->word);
	free(w->node);
	free(w->next);
	free(w);
}
