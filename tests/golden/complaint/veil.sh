# Who complains is masked by every program that a complaint passes through.
. "$CASES/common"

stock
c 1 '{complainant: "欧阳锋", complainant_contact: "feng@example.com", user: "u"}' >in
for p in acct-verify 'acct-verify --reveal --by x --reason y --basis z' blacklist credit-score \
    'credit-score apply' enforce 'enforce apply' group-cap 'group-cap apply' 'blacklist add' complaint \
    'complaint receive' 'complaint accept'; do
	# shellcheck disable=SC2086  # a program, verb and options
	$p --now "$NOW" in 2>/dev/null | jq -c --arg p "$p" '[$p, .complainant, .complainant_contact]'
done
echo '-- forms'
jq -c '. + {id: "2", complainant: "x", complainant_contact: ("13800138000", "1064812345678", "138 0013 8000",
    "a@b.cn", "QQ 12345", "微信号", "138****8000", "f***@example.com", "106******5678", "Q***", "***", "", "x***@13912345678", "x***@139.1234.5678")}' in |
    complaint --now "$NOW" >once
jq -c '[.complainant, .complainant_contact]' once
complaint --now "$NOW" once | jq -c '[.complainant, .complainant_contact]' >twice
jq -c '[.complainant, .complainant_contact]' once | cmp - twice && echo 'masked again: the same'
