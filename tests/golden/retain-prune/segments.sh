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
BEIAN_SEGMENTS=分段
export BEIAN_SEGMENTS
rp store log in >out
files 分段
say rp store log --segments elsewhere in
rp store log --segments 分段 in >out
files 分段
unset BEIAN_SEGMENTS
ls store elsewhere
echo '-- not there'
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
