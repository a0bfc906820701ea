# The text that the policy's digest is of.
. "$CASES/common"

echo '{"document": {"warn_days": 7, "source": "ours"}}' >p.json
norm-audit policy -p p.json | jq -c .document.warn_days
norm-audit policy -p p.json | wc -l
stock
digest=$(norm-audit --now "$NOW" -p p.json | jq -r '.summary.policy // empty')
norm-audit policy -p p.json | tr -d '\n' | openssl dgst -sm3 | sed 's/.*= //' |
    grep -cx "$digest"
echo '{"document": {"warn_days": "x"}}' >p.json
say norm-audit policy -p p.json
