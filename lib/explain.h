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
 * acct-verify: {"clause","code","verdict","field","message","given","setting","set"}, verdict
 * "ok" when there is no finding, with "value" and "limit" where a limit is passed, and for the
 * cap "limit_then", "limit_today", "exempt".  False: no such account.
 */
bool explain_account(struct buf *out, struct store *, struct account_rules *,
    const struct policy *, struct registry *, const char *account, size_t n);
