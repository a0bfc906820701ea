/*
 * Room for the program that makes room: a file in the store's directory that holds nothing
 * but its place, so that what must go can go when the disk is full to the last block.
 */
#include <stdbool.h>

/* Make it when it is not there and there is room.  Never an error. */
void reserve_keep(const char *dir);
/* Give it up when there is hardly any room; true: it was. */
bool reserve_give(const char *dir);
