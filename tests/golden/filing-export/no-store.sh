# Without a store nothing is made, not even a lock: status 2, and the way to make one.
. "$CASES/common"

say filing make -s none
say filing receipt -s none x --accepted --number 1 --date 2026-11-24
ls
