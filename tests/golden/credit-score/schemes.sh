# What a scheme of the platform's own can do: repetition, confirmation, mute, ladder, reward.
. "$CASES/common"

stock
cat >p <<'END'
{"credit":{"account":{"deduct":[
	{"kind":"spam","repeat":[5,10,20],"within_days":30,"class":"conduct"},
	{"kind":"rumour","points":30,"confirm":true},
	{"kind":"ruin","to":0},
	{"kind":"old","points":5,"until":"2026-11-10"},
	{"kind":"old","points":50,"from":"2026-11-10"},
	{"kind":"big","points":40,"when":".n > 3"},
	{"kind":"big","points":1}],
	"reward":[{"kind":"good","points":3,"cycle_days":30,"most":5,"ceiling":100}],
	"ladder":[{"kind":"spam","within_days":30,"steps":[{"measure":"warn","days":0},{"measure":"suspend","days":7}]}],
	"mute":{"hours":24,"per_points":10,"free_points":5,"free_from":60,"takes":["publish"]},
	"recover":{"by":"none"}}}}
END
{
	e 1 spam '{time: "2026-11-01"}'
	e 2 spam '{time: "2026-11-02"}'
	e 3 spam '{time: "2026-11-24T08:00:00+08:00"}'
	e 4 rumour
	e 5 rumour '{confirmed_by: "li"}'
	e 6 old '{time: "2026-11-09"}'
	e 7 good '{time: "2026-11-10"}'
	e 8 good '{time: "2026-11-11"}'
	e 9 big '{account: "b", n: 4}'
	e 10 big '{account: "b", n: 3}'
	e 11 old '{account: "b"}'
} >in
say cs apply -p p in | jq -cR 'fromjson? // . | if type == "object" then
    [.id, .verdict, .credit, .level, .muted_until, .measure, .measure_days,
    [.findings[] | [.clause, .code, .field]]] | map(select(. != null)) else . end'
cs explain -p p --account a
echo '{"account":"a"}' | cs -p p | jq -c '[.credit, .services, .muted_until]'
echo '-- another scheme: all scores are others, and are folded anew once'
for dry in -n ''; do
	# shellcheck disable=SC2086  # no option is no argument
	say cs rebuild $dry | jq -cR 'fromjson? // . | if type == "object" then
	    [.owner[0:2], .stored[3][0], .folded[3][0], .would] else . end' | LC_ALL=C sort
done
say cs rebuild
say cs rebuild -q
echo '-- policies that make no sense'
policy() {
	echo "$1" >q
	say cs -p q </dev/null
}
policy '{"credit":{"account":{"base":101}}}'
policy '{"credit":{"account":{"levels":[]}}}'
policy '{"credit":{"account":{"deduct":[{"kind":"x"}]}}}'
policy '{"credit":{"account":{"deduct":[{"kind":"x","points":1,"when":"nonsense("}]}}}'
policy '{"credit":{"user":{"recover":{"by":"magic"}}}}'
policy '{"credit":{"group":null}}'
