# Grades, classes, names and data as a site's own policy has them.
. "$CASES/common"

cat >p.json <<'END'
{"account": {
 "cap": {"person": [{"from": "2017-10-08", "limit": 4}], "source": "ours"},
 "identity": {"mobile": false, "verify": true},
 "agreement": {"current": ["2026-01"]},
 "class": {"categories": ["health", "hospital"], "news": [], "licenses": {},
  "rules": [{"class": "hospital", "when": ".scope | test(\"医院\")"}]},
 "grade": {"steps": [{"grade": "S", "subscribers": 1000, "reads": 10},
  {"grade": "M", "when": ".affiliation == \"矩阵\""}, {"grade": "N"}]},
 "data": {"required": [], "fresh_days": 0},
 "name": {"organs": ["青柠"], "exempt": [], "region": true}}}
END
given='{category: "health", labels: ["hospital"], mobile: null, verified_by: "x",
    verified_at: "2026-01-01", verify_method: "face"}'
{
	account a "$given + {name: \"x\"}"
	account b "$given + {name: \"x\", scope: \"医院\", class: \"health\", subscribers: 1000}"
	account c "$given + {name: \"x\", affiliation: \"矩阵\", subscribers: null, reads: null}"
	account d "$given + {name: \"杭州市的青柠\", verified_at: null, agreement: \"2025-07\"}"
} >in
verify --no-store -p p.json in |
    jq -c '[.account, .verdict, .class, .grade, [.findings[] | [.code, .field]]]'
beian-store init
verify register -p p.json -q in >out
verify show -p p.json d | jq -c 'select(.code and .verdict != "ok") | [.code, .verdict, .given, .setting, .set]'
