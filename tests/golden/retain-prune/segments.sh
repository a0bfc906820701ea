# Where the segments are.
. "$CASES/common"

beian-store init
echo '-- none yet'
say rp
say rp prune
log 1 2026-11-23 >in
rp store log --segments 分段 in >out
files 分段
echo '-- by the environment, and by the option before it'
BEIAN_SEGMENTS=elsewhere rp store log in >out
BEIAN_SEGMENTS=elsewhere rp store log --segments 分段 in >out
files 分段
files elsewhere
ls store
echo '-- not there: what the store knows is missing'
tell rp --all
tell rp --all --segments 分段
echo '-- into which others can write'
mkdir -m 777 open
say rp store log --segments open in
say rp --segments open
echo '-- no directory'
say rp store log --segments in in
mkdir -p a
say rp store log --segments a/b/c in
