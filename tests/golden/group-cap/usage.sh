# What is wrong with a command or a policy: said, and nothing done.
. "$CASES/common"

say gc list
stock
say gc check x
say gc fine
say gc --odd
say gc --reveal
say gc --no-store
say gc nofile
say gc check -s nowhere
say gc page --html
say gc page --group g --lang fr --html
say gc page --lang en
say gc page --group g -d .
say gc page -d nowhere
say gc grade x
say gc recount --by chen
policy() {
	echo "{\"group\":$1}" >p
	gc -p p </dev/null 2>&1
	echo "= $?"
}
policy '{"tiers":[]}'
policy '{"tiers":[{"members":5}]}'
policy '{"tiers":[{"tier":"S","members":0}]}'
policy '{"tiers":[{"tier":"S","members":5},{"tier":"M","members":5}]}'
policy '{"tiers":[{"tier":"S","members":5},{"tier":"S","members":6}]}'
policy '{"tiers":[{"tier":"S","members":5,"level":"F"}]}'
policy '{"tiers":[{"tier":"S","members":5,"review":"strict"}]}'
policy '{"tiers":[{"tier":"S","members":"many"}]}'
policy '{"persons":[{"level":"F"}]}'
policy '{"persons":[{"category":"nothing"}]}'
policy '{"persons":[{"verification":"perhaps"}]}'
policy '{"persons":[{"create":-1}]}'
policy '{"join":[]}'
policy '{"join":[{"from":1,"mode":"open"}]}'
policy '{"join":[{"from":0,"mode":"shut"}]}'
policy '{"join":[{"from":0,"mode":"open"},{"from":0,"mode":"consent"}]}'
policy '{"categories":[{"members":1}]}'
policy '{"categories":[{"category":"a"},{"category":"a"}]}'
policy '{"rights":["fly"]}'
policy '{"rights":[5]}'
policy '{"grade":{"steps":[{"members":1}]}}'
policy '{"grade":{"steps":[{"grade":"A","when":".["}]}}'
policy '{"grade":{"hysteresis":101}}'
policy '{"class":{"rules":[{"class":"a"}]}}'
policy '{"from":"soon"}'
policy '{"grace_days":-1}'
policy '{"page_from":"many"}'
policy '{"odd":1}'
