#!/bin/sh
# The example schemes in share/policy/credit against what the platforms publish: worked cases.
. tests/lib.sh
cd "$TMPDIR" || exit 1
BEIAN_STORE=$TMPDIR/store
export BEIAN_STORE
beian-store init >/dev/null
cat "$TOP"/share/policy/credit/*.json | jq -r '.credit[].source' >sources
is 'each says what is published and what is assumed' \
    "$(grep -c 'Published: .*Assumed: ' sources)" "$(find "$TOP/share/policy/credit" -name '*.json' | wc -l)"
for f in "$TOP"/share/policy/credit/*.json; do
	ok "${f##*/} is a policy" credit-score -q -p "$f" /dev/null
done

# Accounts by name, each of a person of its own.
i=0
for a in p q r s t u; do
	i=$((i + 1))
	jq -cn --arg a $a --arg i $i '{account: $a, name: ("青柠观察" + $i), state: "active",
	    category: "technology", subject_kind: "person", id_type: "passport",
	    id_number: ("E1234567" + $i), mobile: ("1380013800" + $i), registered_at: "2026-01-01",
	    verified_by: "chen", verified_at: "2026-01-01", verify_method: "face",
	    subject_name: "王小明", agreement: "2026-01", agreed_at: "2026-01-01"}'
done | acct-verify register -q --now 2026-01-01T00:00:00 >accounts
is 'six accounts' "$(acct-verify list | wc -l)" 6
cp -r store empty

# with SCHEME: an empty store, and its policy from here on.
with() {
	policy=$TOP/share/policy/credit/$1.json
	rm -rf store
	cp -r empty store
	: >ids
}
# ev WHO KIND TIME [MEMBERS]: an event; prints credit, level, muted until, measure and its days.
ev() {
	echo >>ids
	jq -cn --arg id "e$(wc -l <ids)" --arg who "$1" --arg kind "$2" --arg time "$3" \
	    "{id: \$id, account: \$who, kind: \$kind, time: \$time} + (${4:-{\}})
	    | if \$who == \"g\" then .group = .account | del(.account) else . end" |
	    credit-score apply -q -p "$policy" --now 2026-12-31T00:00:00 |
	    jq -r '[.credit, .level, .muted_until, .measure, .measure_days // empty |
	    tostring | select(. != "null")] | join(" ")'
}
# at WHO DAY: credit and level on a day.
at() {
	jq -cn --arg who "$1" 'if $who == "g" then {group: $who} else {account: $who} end' |
	    credit-score -q -p "$policy" --now 2026-12-31T00:00:00 --as-of "$2" |
	    jq -r '"\(.credit) \(.level)"'
}

with baijiahao
is 'Baijiahao: 10 points from 100: no mute' "$(ev p clickbait 2026-03-01)" '90 good'
is 'nor from 90' "$(ev p clickbait 2026-03-01)" '80 good'
is 'nor from 80' "$(ev p old-news 2026-03-01)" '70 good'
is '10 points at 70: 60 and a day' "$(ev p advertising 2026-03-01)" \
    '60 good 2026-03-02T00:00:00+08:00'
is '50 points from 100: 5 days' "$(ev q malicious-marketing 2026-03-01T12:00:00)" \
    '50 low 2026-03-06T12:00:00+08:00'
is '7 days of observation' "$(at q 2026-03-08)" '50 low'
is 'then a point a day' "$(at q 2026-03-09) $(at q 2026-03-10)" '51 low 52 low'
is 'and never above 100' "$(at q 2026-12-30)" '100 good'
is 'political content: 0 at once' "$(ev r political 2026-03-01 | cut -d ' ' -f 1-2)" '0 closed'
is '0 never comes back' "$(at r 2026-12-30)" '0 closed'

with weibo-sunshine
is 'Weibo: 120 at first' "$(at p 2026-01-01)" '120 full'
is 'of 110 exactly: not below 110' "$(ev p complaint-upheld 2026-03-01 '{points: 10}')" '110 full'
is '109 is' "$(ev p complaint-upheld 2026-03-01 '{points: 1}')" '109 below 110'
is '60 exactly is not low' "$(ev p complaint-upheld 2026-03-01 '{points: 49}')" '60 below 70'
is '59 is' "$(ev p complaint-upheld 2026-03-01 '{points: 1}')" '59 low'
is 'days without a post give nothing' "$(at p 2026-11-01)" '59 low'
for d in 02 03 04 05 06 07; do ev p public-post 2026-03-$d >/dev/null; done
is 'nor do two posts on one day' "$(ev p public-post 2026-03-07T18:00:00)" '59 low'
is 'the seventh day with a post does' "$(ev p public-post 2026-03-20)" '60 below 70'
ev q complaint-upheld 2026-03-01 '{points: 2}' >/dev/null
for d in 01 02 03; do ev q public-post 2026-03-$d >/dev/null; done
is 'a new violation of a point' "$(ev q complaint-upheld 2026-03-04 '{points: 1}')" '117 full'
for d in 04 05 06; do ev q public-post 2026-03-$d >/dev/null; done
is 'lets the running week end' "$(ev q public-post 2026-03-07)" '118 full'
for d in $(seq 8 20); do ev q public-post "2026-03-$(printf %02d "$d")" >/dev/null; done
is 'and adds 7 days to what is left: 14' "$(ev q public-post 2026-03-21)" '120 full'
ev r complaint-upheld 2026-03-01 '{points: 10}' >/dev/null
is 'a quiz gives a point' "$(ev r quiz 2026-03-02)" '111 full'
is 'once in 7 days' "$(ev r quiz 2026-03-08)" '111 full'
is 'a charity has its own days' "$(ev r charity 2026-03-08)" '112 full'
is 'then again' "$(ev r quiz 2026-03-09)" '113 full'
is '0 is muted' "$(ev s complaint-upheld 2026-03-01 '{points: 120}')" '0 muted'

with toutiao
is 'Toutiao: a rumour' "$(ev p rumour 2026-03-01)" '80 A'
is '7 clean days: nothing yet' "$(at p 2026-03-09)" '80 A'
is 'then a point' "$(at p 2026-03-10)" '81 A'
is 'every 2 days' "$(at p 2026-03-11) $(at p 2026-03-12)" '81 A 82 A'
is 'a relapse' "$(ev p clickbait 2026-03-13)" '77 B'
is 'begins the period again' "$(at p 2026-03-21) $(at p 2026-03-22) $(at p 2026-03-24)" \
    '77 B 78 B 79 B'
ev q abuse 2026-03-01 >/dev/null
is '5 points are back after 17 days' "$(at q 2026-03-17) $(at q 2026-03-18)" '99 A 100 A'

with bilibili-jiecao
is 'Bilibili: 70 at first' "$(at p 2026-01-01)" '70 all'
is 'a flood' "$(ev p flood 2026-03-01)" '68 all'
is 'a login, a point' "$(ev p login 2026-03-02)" '69 all'
is 'one a day' "$(ev p login 2026-03-02T20:00:00)" '69 all'
is 'up to 70' "$(ev p login 2026-03-03) $(ev p login 2026-03-04)" '70 all 70 all'
is 'a merit goes above' "$(ev p merit 2026-03-05)" '75 all'
is 'below 60: no comments' "$(ev p attack 2026-03-06)" '55 quiet'
is '30 exactly is not half banned' "$(ev q porn 2026-03-01) $(ev q gore 2026-03-01)" \
    '50 quiet 30 quiet'
is 'less is' "$(ev q flood 2026-03-01)" '28 half-banned'

with qq-group-stars
is 'QQ: 5 stars' "$(at g 2026-01-01)" '5 5'
is 'what nobody has confirmed lowers nothing' "$(ev g bad-content 2026-03-01)" '5 5'
is 'what somebody has does' "$(ev g bad-content 2026-03-01 '{confirmed_by: "li"}')" '4 4'
is 'further if not cleaned' "$(ev g not-cleaned 2026-03-02)" '3 3'
is 'an application' "$(ev g cleaned 2026-03-03)" '5 5'
for d in 04 06 08; do
	ev g bad-content 2026-03-$d '{confirmed_by: "li"}'
	ev g cleaned 2026-03-$d
done >out
is 'three in 31 days, no fourth' "$(paste -sd ' ' out)" '4 4 5 5 4 4 5 5 4 4 4 4'
is 'not on the 31st day' "$(ev g cleaned 2026-04-02)" '4 4'
is 'on the next' "$(ev g cleaned 2026-04-03)" '5 5'
is '1 star' "$(ev g grave-content 2026-05-01 '{confirmed_by: "li"}')" '1 1'
is 'for ever' "$(ev g cleaned 2026-06-08) $(at g 2026-12-30)" '1 1 1 1'

with wechat-ladder
for d in 01 02 03 04 05 06; do ev p plagiarism 2026-0${d#0}-01; done >out
is 'WeChat: plagiarism' "$(cut -d ' ' -f 3- out | paste -sd ',')" \
    'warn 0,suspend 7,suspend 15,suspend 30,close 0,close 0'
for d in 01 02 03 04; do ev p like-begging 2026-0${d#0}-02; done >out
is 'like begging, counted by itself' "$(cut -d ' ' -f 3- out | paste -sd ',')" \
    'suspend 7,suspend 15,suspend 30,close 0'
for d in 01 02; do ev p induced-sharing 2026-0${d#0}-03; done >out
is 'induced sharing' "$(cut -d ' ' -f 3- out | paste -sd ',')" 'suspend 30,close 0'
finish
