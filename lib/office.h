/*
 * The 31 provincial cyberspace offices (省级网信办), to which the regulations send a platform's
 * filings (PA-03-1, PA-07-1c, PA-07-3c).  Hong Kong, Macao and Taiwan have none.  The national
 * one takes management systems, where the platform files them there (PA-07-2c, GR-07-1b).
 */
#include <stdbool.h>

enum { OFFICE_NATIONAL = 10 };

/* province: two digits of GB/T 2260, 11 to 65; OFFICE_NATIONAL is no province. */
bool office_known(int province);
const char *office_province(int province);	/* "浙江省"; NULL when there is no office */
const char *office_name(int office);		/* "浙江省互联网信息办公室", "国家..." */
/* "33", "330000", "330102", "浙江", "浙江省", the office's name; "10", "100000", the national
 * one's name; 0: none of the 32. */
int office_read(const char *);
