# What is wrong with a command or a policy: said, and nothing done.
. "$CASES/common"

say rp
say rp store log /dev/null
beian-store init
say rp store
say rp store nothing
say rp store LOG
say rp store log nofile
say rp store log .
say rp x
say rp prune x
say rp hold x
say rp gaps x
say rp shred
say rp --odd
say rp store log --reveal
say rp store log --no-store
say rp -s nowhere
say rp --class nothing
say rp prune --class nothing
say rp gaps --class nothing
say rp verify --class nothing
say rp prune --limit many
say rp prune --limit -1
say rp prune -n --compact
say rp prune --now yesterday
echo '-- hold'
# shellcheck disable=SC2086  # words
{
say rp hold
say rp hold --by chen --reason r
say rp hold $BY
say rp hold $BY --case ''
say rp hold $BY --case 7
say rp hold $BY --case 7 --class log
say rp hold $BY --case 7 --class nothing --account a
say rp hold $BY --case 7 --from 2026-11-02 --until 2026-11-01
say rp hold $BY --case 7 --from 2026-11-02 --until 2026-11-02
say rp hold $BY --case 7 --from someday
say rp hold $BY --case 7 --subject short
say rp hold --case 7 --account a --by chen --reason r --basis ''
say rp release
say rp release $BY
say rp release $BY --hold 1 --case 7
say rp release $BY --hold one
say rp release $BY --hold 0
say rp release $BY --hold 1x
}
echo '-- fetch, gaps, verify'
say rp fetch
say rp fetch --account a
say rp fetch --case 7
say rp fetch --case 7 --account a --format zip
say rp fetch --case 7 --class nothing --account a
say rp fetch --case 7 --from 2026-11-02 --until 2026-11-01
say rp gaps --from 2026-11-02 --until 2026-11-01
say rp verify --sample 3 --quick
say rp verify --sample 3 --class log
say rp verify --sample few
echo '-- nothing was done'
beian-store check | jq -c .journal
echo '-- the policy'
policy() {
	echo "{\"retain\":$1}" >p
	rp -p p </dev/null 2>&1
	echo "= $?"
}
policy '{"classes":{"log":{"months":5}}}'
policy '{"classes":{"log":{"months":0}}}'
policy '{"classes":{"log":{"months":-6}}}'
policy '{"classes":{"log":{"months":"6"}}}'
policy '{"classes":{"log":{"months":6.5}}}'
policy '{"classes":{"log":{"months":1201}}}'
policy '{"classes":{"log":{"days":180}}}'
policy '{"classes":{"Chat":{"months":6,"clause":"PA-16-2b"}}}'
policy '{"classes":{"":{"months":6,"clause":"PA-16-2b"}}}'
policy '{"classes":{"../x":{"months":6,"clause":"PA-16-2b"}}}'
policy '{"classes":{"chat":{"months":6}}}'
policy '{"classes":{"chat":{"clause":"PA-16-2b"}}}'
policy '{"classes":{"chat":5}}'
policy '{"classes":{"log":null}}'
policy '{"classes":{"log":{"sources":"q"}}}'
policy '{"classes":{"log":{"since":"soon"}}}'
policy '{"publish":{"log":"chat"}}'
policy '{"publish":{"content":5}}'
policy '{"publish":{"actions":"publish"}}'
policy '{"ahead_seconds":-1}'
policy '{"clock_days":"x"}'
policy '{"level":0}'
policy '{"level":20}'
policy '{"days":180}'
echo '-- and a class of its own'
policy '{"classes":{"chat":{"months":12,"clause":"PA-16-2b"}}}'
say rp store chat -p p </dev/null
