# Chinese words stand for values, in JSON as in CSV, and come out as they went in.
. "$CASES/common"

account a '{subject_kind: "个人", id_type: "居民身份证", state: "正常", category: "科技",
    labels: ["科技"], class: "科技"}' >in.jsonl
verify --no-store in.jsonl
cat >in.csv <<'END'
账号ID,账号名称,内容生产类别,分类标识,主体类型,注册主体,证件类型,证件号码,移动电话号码,服务范围,服务协议版本,协议签订时间,审核人,审核时间,互动功能,账号订阅数,文章阅读量,注册时间,账号状态
a1,青柠观察,科技,科技;教育,个人,王小明,居民身份证,330102199003071230,13800138000,科学技术普及,2026-01,2026年3月21日,审核员07,2026/3/22,否,10,20,2026.03.22,正常
a2,"青柠,""观察""",教育,科技；教育,个人,李华,身份证,330102198501012044,13800138001,教育,2026-01,20260321,审核员07,2026-03-22 09:00,否,010,2e3,2026-03-22,已注销
END
verify --no-store in.csv
echo "= $?"
