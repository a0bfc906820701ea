/* One account explained: every rule that was asked, with value, limit, clause and setting. */
#include <stdbool.h>
#include <stddef.h>

struct account_rules;
struct buf;
struct policy;
struct registry;
struct store;

/*
 * Append JSON lines about an account of the store: first the account itself (masked unless the
 * rules reveal) with its state, siblings, exemptions and history; then a line for each rule of
 * acct-verify: {"clause","code","result":"ok"|"pass"|"review"|"reject","field","value","limit","setting","message"}.
 * False: no such account.
 */
bool explain_account(struct buf *out, struct store *, struct account_rules *,
    const struct policy *, struct registry *, const char *account, size_t n);
