# The order in which records come opens no way round a cap, a transfer or a date.
. "$CASES/common"

beian-store init
echo '-- the youngest first'
for d in 24 23 22; do account "y$d" "{registered_at: \"2026-11-$d\", mobile: null}"; done | try verify register
echo '-- a day that is known stays'
company k '{registered_at: null}' | try verify register --now 2026-10-01
company k '{registered_at: null, scope: "x"}' | try verify register
verify list --where '.account == "k"' | jq -c .registered_at
echo '-- a transfer that was made before changes nothing; none from before the time'
one='{id_number: "440103198804120028", mobile: null, time: "2026-11-20T14:00:00+08:00"}'
two='{id_number: "330102198501012044", mobile: null, time: "2026-11-21T14:00:00+08:00"}'
for t in "$one" "$two" "$one"; do account y24 "$t" | try verify transfer; done
verify show y24 | head -n 1 | jq -c '[.events[].time], .since'
account y24 '{id_number: "440103198804120028", mobile: null, time: "2017-10-10"}' | try verify transfer
echo '-- nor is an account closed before it was there'
echo '{"account":"k","time":"1990-01-01"}' | try verify close
echo '-- days that are to come, less than nothing'
account f '{registered_at: "2027-05-01", subscribers: -5}' | try verify --no-store
echo '-- valid JSON whatever blanks stand in it'
printf '{"account":"a","findings":[\r]}\n' | verify --no-store | jq -c .account
echo '-- a category with a quote keeps its rules'
echo '{"account":{"class":{"categories":["a\"b"],"licenses":{"a\"b":"zz"},"news":["a\"b"]}}}' >odd.json
account q '{category: "a\"b", labels: ["a\"b"]}' | try verify --no-store -p odd.json
