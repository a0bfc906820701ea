# Measures and listings of a period with their reports, for an inspection: what began or was lifted
# in it, as it was known at its end.
. "$CASES/common"
. "$CASES/kinds"
stock
extract() {
	filing make -d d --kind inspection --from 2026-11-24 --until 2026-11-27 --case 检〔2026〕7 \
	    --reason 监督检查 "$@"
}
inspected() {
	rows "$1" inspection | jq -c '[.record, .id, .clause, .target_kind, .kind, .lifted_at[:16], .reported_at[:16], .report]'
}
filing make -d d --kind measures --now 2026-11-25T09:00:00+08:00 | jq -c '[.filing, .rows]'
echo '{"id":"x1","measure":"m1","by":"chen","reason":"复核","basis":"申诉 1"}' |
    enforce lift --now 2026-11-26T09:00:00+08:00 >out
echo '{"id":"x2","listing":2,"by":"chen","reason":"复核","basis":"申诉 2"}' |
    blacklist lift --now 2026-11-26T09:00:00+08:00 >out
printf 'account\nz1\nz2\n' >list.csv
blacklist import --now 2026-11-26T10:00:00+08:00 --list other --ground law --basis x --reason r --by chen list.csv >out 2>&1 || cat out
extract --now 2026-12-01T09:00:00+08:00 | jq -c '[.filing, .clauses, .scope, .rows, .state]'
inspected d/*_inspection_20261201_1.zip
rows d/*_inspection_20261201_1.zip inspection | keys | jq -c '[.seq, .target, .name, .subject_name, .ground, .until, .reason]'
unzip -p d/*_inspection_20261201_1.zip '*/data/inspection.csv' | tr -d '\r' | cut -d, -f 1-9 | sed -n '2p;$p'
echo '-- what comes later changes nothing of it'
echo '{"id":"x3","measure":"m2","by":"chen","reason":"复核","basis":"申诉 3"}' |
    enforce lift --now 2026-12-02T09:00:00+08:00 >out
echo '{"id":"x4","listing":1,"by":"chen","reason":"复核","basis":"申诉 4"}' |
    blacklist lift --now 2026-12-02T09:00:00+08:00 >out
m m7 a warn '{time: "2026-11-25T08:00:00+08:00"}' | enforce apply --now 2026-12-02T09:00:00+08:00 >out
filing make -d d --kind listings --now 2026-12-02T09:00:00+08:00 | jq -c '[.filing, .rows]'
filing receipt beian_example_330000_measures_20261125_1 --rejected --number 9 --date 2026-12-02 --reason '格式不符' |
    jq -c .state
filing make -d d --kind measures --now 2026-12-03T09:00:00+08:00 | jq -c '[.filing, .rows]'
extract --now 2026-12-24T09:00:00+08:00 | jq -c '[.filing, .rows]'
for n in inspection.csv inspection.jsonl; do
	unzip -p d/*_inspection_20261201_1.zip "*/data/$n" >1
	unzip -p d/*_inspection_20261224_1.zip "*/data/$n" >2
	if cmp -s 1 2; then echo "$n: the same"; else diff 1 2; fi
done
echo '-- December: what was lifted in it, or entered late'
filing make -d d --kind inspection --from 2026-12-01 --until 2027-01-01 --case 8 --reason x \
    --now 2027-01-05T09:00:00+08:00 | jq -c '[.filing, .rows]'
inspected d/*_inspection_20270105_1.zip
echo '-- of another office nothing'
say extract --office 11 --now 2026-12-24T09:00:00+08:00
filing list --kind inspection | jq -c '[.filing, .state, .case]'
say filing-export --now 2026-12-24T09:00:00+08:00 -p p.json --kind inspection
