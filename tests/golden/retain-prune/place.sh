# A file system of segments that is not mounted: nothing is taken, nothing is pruned.
. "$CASES/common"

beian-store init
log 1 2026-11-20 | keep log -q >out
mv store/segments away
echo '-- none'
tell rp prune
echo '-- an empty one'
mkdir -m 700 store/segments
tell rp
tell rp prune
log 2 2026-11-21 | keep log -q
echo "status $?"
files
echo '-- there again, without its lock'
cp -R away/log store/segments
tell rp prune
log 2 2026-11-21 | keep log -q
files
tell rp verify
