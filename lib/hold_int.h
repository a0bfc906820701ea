/* What the files of hold share. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of a value of STORE_HOLD: was it released; its case, decoded (the caller frees). */
bool hold_released(const char *val, size_t n);
char *hold_case_of(const char *val, size_t n);
int64_t hold_serial_of(const char *key, size_t n);
