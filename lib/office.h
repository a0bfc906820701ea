/*
 * The 31 provincial cyberspace offices (省级网信办), to which the regulations send a platform's
 * filings (PA-03-1, PA-07-1c, PA-07-3c).  Hong Kong, Macao and Taiwan have none.
 */
#include <stdbool.h>

/* province: two digits of GB/T 2260, 11 to 65. */
bool office_known(int province);
const char *office_province(int province);	/* "浙江省"; NULL when there is no office */
const char *office_name(int province);		/* "浙江省互联网信息办公室" */
/* "33", "330000", "330102", "浙江", "浙江省", the office's name; 0: none of the 31. */
int office_read(const char *);
