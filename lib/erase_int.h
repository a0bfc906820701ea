/* What the files of erase share. */

/* In STORE_META: the journal's entry of what was erased last. */
#define ERASE_MARK "erased"
