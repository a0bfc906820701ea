# What may come: tables, packed files, other encodings, lines that are no lines, personal numbers.
. "$CASES/common"

beian-store init
cat >net.csv <<'END'
群ID,用户ID,时间,行为,源地址,备注
g1,u1,2026-11-23 10:00:00,发言,198.51.100.7,
g1,u2,2026年11月23日,"进群, 经邀请",198.51.100.8,第一次
g2,,2026/11/23 8:05,解散,,
END
say rp store network-log net.csv
iconv -f utf-8 -t gb18030 net.csv >net.gb
say rp store network-log --encoding gb18030 net.gb
printf 'who,when,what\na,2026-11-23,login\n' >own.csv
say rp store log --map who=account,when=time,what=action own.csv
echo '-- packed'
log 1 2026-11-23T08:00:00+08:00 | gzip >log.gz
log 2 2026-11-23T08:00:01+08:00 | zstd -q >log.zst
say rp store log log.gz
say rp store log log.zst
rp store log <log.gz | jq -c .id
texts
echo '-- what is no line'
cat >odd <<'END'
no JSON
[]
5
{"account":"a","time":"2026-11-23"
{"account":"a","time":"2026-11-23","account":"b"}

{}
END
say rp store log --rejects rejects odd
cat rejects
echo '-- known members of another type are as if absent, but for those that are masked'
cat >types <<'END'
{"account":5,"time":"2026-11-23","id":"1"}
{"account":"a","time":1795392000,"id":"2"}
{"account":"a","time":"2026-11-23","content":5,"action":["publish"],"id":3}
{"account":"a","time":"2026-11-23","id_number":1}
{"account":"a","time":"2026-11-23","mobile":13800138000}
{"account":"a","time":"2026-11-23","email":["x@example.cn"]}
{"account":"a","time":"2026-11-23","verdict":5}
{"account":"a","time":"2026-11-23","findings":"none"}
{"account":null,"group":"g","time":"2026-11-23"}
END
say rp store log types
echo '-- personal numbers are masked, in the segment too'
cat >numbers <<'END'
{"account":"a","time":"2026-11-23","id_number":"330102199003071230","mobile":"13800138000","email":"wang@example.cn"}
{"account":"a","time":"2026-11-23","\u0069d_number":"330102198501012044","operator_id_number":"91440784MAFWUCBA1L"}
{"account":"a","time":"2026-11-23","id_number":"330102********1230"}
END
BEIAN_STORE=masked
beian-store init >/dev/null
say rp store log numbers
texts masked/segments
