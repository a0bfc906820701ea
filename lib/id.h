/*
 * Identity numbers: GB 11643-1999 (and the 15-digit form of 1989), residence permits of Hong
 * Kong, Macao and Taiwan residents, foreign permanent resident cards (2017, 2023), GB
 * 32100-2015, GB 11714-1997, GS 15-2006, travel documents.  A verdict per component, never
 * only true or false.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum id_type { ID_NONE, ID_RESIDENT, ID_HMT_PERMIT, ID_FOREIGNER_PERMIT, ID_USCC, ID_ORG_CODE,
	ID_BUSINESS, ID_PASSPORT, ID_HM_PASS, ID_TW_PASS, ID_MILITARY, ID_NETID, ID_TYPES };

/* "resident-id" "hmt-permit" "foreigner-permit" "uscc" "org-code" "business-registration"
 * "passport" "hm-pass" "tw-pass" "military" "netid" */
const char *id_type_name(enum id_type);
enum id_type id_type_read(const char *s, size_t n);	/* ID_NONE: no such type */
bool id_of_person(enum id_type);	/* names a natural person */
bool id_of_organisation(enum id_type);	/* uscc, org-code, business-registration */

/* Components that a fault speaks of, with the stable code of each finding. */
enum id_part { ID_FORMAT, ID_REGION, ID_BIRTH, ID_SEQUENCE, ID_CHECKSUM, ID_CATEGORY,
	ID_ORG_CHECK, ID_KIND, ID_NORMALISED, ID_UNCHECKED, ID_PARTS };
/* "id-format" "id-region" "id-birth" "id-sequence" "id-checksum" "id-category" "id-org-code"
 * "id-kind" "id-normalised" "id-unchecked" (type has no check character: format only) */
const char *id_part_name(enum id_part);

#define ID_FAULTS 8
struct region_table;
struct id {
	enum id_type type;	/* what it shows to be; ID_KIND: it was called otherwise */
	char number[32];	/* and a NUL: half width, no blanks or hyphens, capitals */
	uint8_t len;
	bool valid;		/* well formed and possible: may serve as a subject's key */
	bool legacy;		/* 15-digit resident number */
	char sex;		/* 'M', 'F' or 0 when the number does not tell */
	int birth;		/* day (when.h); WHEN_NEVER when the number does not tell */
	int region;		/* six-digit code in the number, 0 when it holds none */
	unsigned faults;
	struct {
		enum id_part part;
		uint8_t verdict;	/* enum verdict; PASS: a remark */
		const char *why;	/* static text in English, no part of the number */
	} fault[ID_FAULTS];
};

/*
 * Judge n bytes as a number of the given type on the day `today` (for births in the future).
 * Allocates nothing; any thread.  Severity (IDENTITY: malformed or impossible is REJECT, only
 * doubtful REVIEW, remark PASS): a check character of GB 11643, permits, foreigner cards and
 * GS 15 that is wrong is REJECT; of GB 32100 or GB 11714 only REVIEW, since really issued
 * codes fail it.  Without a table (NULL) no region is judged.
 */
void id_check(struct id *, enum id_type, const char *s, size_t n,
    const struct region_table *, int today);

/*
 * The text under which all programs know the holder, "type:number" and a NUL, or length 0 when
 * !valid: a 15-digit number in its 18-digit form, a USCC as the organisation code inside it
 * ("org:M000100Y4"), so that both forms of one holder agree.
 */
size_t id_canonical(char out[48], const struct id *);

/* 330102********123X.  Numbers of organisations are public and stay as they are, unless the
 * text could be a person's number.  Any input, never more than 63 bytes and a NUL. */
size_t id_mask(char out[64], enum id_type, const char *s, size_t n);
bool id_masked(const char *s, size_t n);		/* was masked before: holds "**" */
