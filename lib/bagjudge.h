/*
 * The rules of RFC 8493 over members that were read from anywhere: names, manifests,
 * completeness in both directions, the declaration, Payload-Oxum.  Codes are bagcheck.h's.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BAGJUDGE_SUMS 5		/* digests that are known: index 0 to 4 */
int bagjudge_digest(size_t index);	/* enum seal_digest */

struct bagjudge;
struct bagjudge_member;

struct bagjudge *bagjudge_new(void (*fn)(void *, const char *code, const char *member,
    const char *why), void *);
void bagjudge_free(struct bagjudge *);
/* A member of that name; NULL: its name alone condemns it (and fn was told). */
struct bagjudge_member *bagjudge_member(struct bagjudge *, const char *name, bool folder);
bool bagjudge_is_tag(const struct bagjudge_member *);	/* wants its text */
void bagjudge_text(struct bagjudge_member *, const void *, size_t n);	/* append */
void bagjudge_size(struct bagjudge_member *, uint64_t);
void bagjudge_sum(struct bagjudge_member *, size_t index, const char *hex);
/* All members are there: judge the whole. */
void bagjudge_end(struct bagjudge *, uint64_t *payload_bytes);
