/* Words in texts, against a search of each word at each place. */
#include <stdint.h>

#include "tap.h"
#include "words.h"

static struct words *
make(const char *const *list, int n)
{
	struct words *w = words_new();
	int i;

	for (i = 0; i < n; i++)
		words_add(w, list[i], strlen(list[i]), i);
	words_ready(w);
	return w;
}

static int
slow(const char *const *list, int n, const char *s)
{
	size_t longest = 0, k;
	int i, found = -1;

	for (; *s != 0 && found < 0; s++)
		for (i = 0; i < n; i++) {
			k = strlen(list[i]);
			if (k > longest && strncmp(s, list[i], k) == 0) {
				longest = k;
				found = i;
			}
		}
	return found;
}

int
main(void)
{
	static const char *const list[] = { "公安", "公安局", "人民", "人民政府", "安局长", "she",
		"he", "hers", "公安", "" };
	static const struct {
		const char *text;
		int index;
	} cases[] = {
		{ "杭州公安局", 1 }, { "公安", 0 }, { "平安", -1 }, { "", -1 }, { "人民政", 2 },
		{ "人民政府", 3 }, { "公安局长", 1 }, { "ushers", 5 }, { "xhex", 6 }, { "her", 6 },
		{ "hers", 7 }, { "公公安", 0 }, { "安局长", 4 }, { "\xe5\x85", -1 },
	};
	static const char *const small[] = { "ab", "ba", "aab", "bbba", "abab", "b" };
	struct words *w = make(list, 10);
	unsigned seed = 1, wrong = 0;
	char text[24];
	size_t i, k;
	int byte;

	for (i = 0; i < sizeof cases / sizeof *cases; i++)
		ok(words_find(w, cases[i].text, strlen(cases[i].text)) == cases[i].index,
		    "%d in '%s'", cases[i].index, cases[i].text);
	words_free(w);
	w = make(NULL, 0);
	ok(words_find(w, "abc", 3) == -1, "no words, nothing found");
	words_free(w);
	words_free(NULL);

	w = make(small, 6);
	for (i = 0; i < 20000; i++) {
		for (k = 0; k < sizeof text - 1; k++) {
			seed = seed * 1103515245u + 12345u;
			text[k] = "abc"[(seed >> 16) % 3];
		}
		k = (seed >> 8) % sizeof text;
		text[k] = 0;
		wrong += words_find(w, text, k) != slow(small, 6, text);
	}
	ok(wrong == 0, "20000 texts give what a slow search gives");
	words_free(w);

	w = words_new();
	for (byte = 0; byte < 256; byte++) {
		text[0] = (char)byte;
		words_add(w, text, 1, byte);
	}
	words_ready(w);
	wrong = 0;
	for (byte = 0; byte < 256; byte++) {
		text[0] = (char)byte;
		wrong += words_find(w, text, 1) != byte;
	}
	ok(wrong == 0, "each of 256 bytes may be a word");
	words_free(w);
	return done();
}
