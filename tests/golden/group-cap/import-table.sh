# The same as tables with Chinese headings, and what comes out of page -d taken in.
. "$CASES/common"

stock
cat >groups.csv <<'END'
群ID,群名称,群类别,群规模档次,人数上限,入群设置,审核级别,审核人,审核时间,唯一群组识别编码,识别编码已显示,群内身份已标注,权限,活跃度,数据统计时间,群信息页面,页面人数,群组等级,群组分类,建群时间,群组状态,备注
g1,城西骑行,interest,M,60,consent,automatic,,,,是,是,mute;remove;approve,420,2026年11月20日,https://example.cn/g1,2,D,interest,2020-05-01,正常,x
g2,二组,work,L,,,manual,审核员07,2026-11-20,wx-20417,否,,mute,,,,,,,2021.6.1,,
g3,三组,work,,,,,,,,,,,many,,,,,,,,
g4,四组,work,,多,,,,,,,,,,,,,,,,,
g5,五组,work,,,,,,,,,,,,,,,,,,注销,
g6,六组,work,,,,,,,,,,,,,,,,,,解散了吗,
END
cat >seats.csv <<'END'
群组标识,用户ID,群内身份,入群时间,入群验证方式
g1,zhao,建立者,2020-05-01,
g1,qian,管理者,2020/5/2,invite
g1,sun,成员,,qr
g2,zhao2,建立者,,
g2,guest,,,
g1,,成员,,
g9,,管理者,,
END
say gc import groups.csv
say gc import seats.csv | jq -cR 'fromjson? // . | if type == "object" then [.group, .user, .role, .verdict, [.findings[].code]] else . end'
gc list | jq -c 'del(.name)'
echo '-- GB 18030'
iconv -f utf-8 -t gb18030 groups.csv | sed 's/wx-20417/wx-20418/' | gc import --encoding gb18030 | jq -c '[.group, .name, .verdict]'
echo '-- operations as a table'
cat >ops.csv <<'END'
记录编号,操作,群ID,用户ID,操作对象,名称,发生时间
1,rename,g1,zhao,,城西夜骑,2026-11-24 08:00
2,appoint,g1,zhao,sun,,2026-11-24 08:01
END
say gc apply ops.csv | jq -cR 'fromjson? // . | if type == "object" then [.id, .verdict, .membership, [.findings[].code]] else . end'
