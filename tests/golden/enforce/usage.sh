# What is wrong with a command or a policy: said, and nothing done.
. "$CASES/common"

say enf list
stock
say enf due x
say enf list x
say enf fine
say enf --odd
say enf apply --reveal
say enf --no-store
say enf lift --from
say enf nofile
say enf due -s nowhere
policy() {
	echo "$1" >p
	say enf -p p </dev/null
}
policy '{"measure":{"ladder":"none"}}'
policy '{"measure":{"ladders":{"2017":{"user":null}}}}'
policy '{"measure":{"ladders":{"2017":{"account":[{"kind":"x"}]}}}}'
policy '{"measure":{"ladders":{"2017":{"account":[{"kind":"x","clause":"c","state":"odd"}]}}}}'
policy '{"measure":{"ladders":{"2017":{"account":[{"kind":"x","clause":"c","term":"sometimes"}]}}}}'
policy '{"measure":{"ladders":{"2017":{"account":[{"kind":"x","clause":"c","lists":true}]}}}}'
policy '{"measure":{"ladders":{"2017":{"account":[{"kind":"x","clause":"c","act":"shout"}]}}}}'
policy '{"measure":{"ladders":{"2017":{"account":{}}}}}'
policy '{"measure":{"remove_minutes":-1}}'
