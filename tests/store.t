#!/bin/sh
# The traps of LMDB (and of file systems, descriptors, modes) that would break a store: each
# snaps for raw LMDB, so that the test is known to see it, and does not for ours.
# TORTURE=1: full counts.  SEED=N: other flips.
. tests/lib.sh

TRAP=$BIN/tests/trap
N=300 FLIPS=300
[ -z "${TORTURE-}" ] || N=1500 FLIPS=20000
cd "$TMPDIR" && chmod 711 . || exit 1	# for openers of another user
unset BEIAN_KEY

# shellcheck disable=SC2317  # called by ok
# fails STATUS WORDS COMMAND...: it ends with that status and says the words in one line.
fails() {
	want=$1 words=$2
	shift 2
	"$@" >out 2>err
	got=$?
	[ "$got" = "$want" ] && [ "$(wc -l <err)" = 1 ] && grep -q "$words" err && return
	echo "status $got, said:"
	cat err
	return 1
}

digest() {
	sha256sum "$1/data.mdb" "$1/key" | cut -c 1-64
}

root() { [ "$(id -u)" = 0 ]; }
# A mount namespace of our own, with the right to mount in it.
mounts() { root && unshare -m sh -c 'mount -t tmpfs -o size=64k none /mnt' 2>/dev/null; }

# ---- L1, X6: an opener that fails or is killed resets LMDB's transaction number

for kind in memory access killed; do
	if [ $kind = access ] && ! root; then
		skip 'X6: openers without access' 'not root'
		continue
	fi
	if [ $kind = memory ] && sanitized; then
		skip 'X6: openers without memory' 'no memory limit with sanitizers'
		continue
	fi
	if [ $kind != killed ]; then	# a kill hits the moment too seldom for a control
		lost=0 try=0
		while [ "$lost" = 0 ] && [ $((try += 1)) -le 10 ]; do
			rm -rf x6
			lost=$("$TRAP" x6 raw $kind 300 x6 | sed -n 's/^lost \([0-9]*\) .*/\1/p')
		done
		ok "control: raw LMDB loses commits ($lost of 600) beside openers: $kind" \
		    [ "${lost:-0}" -gt 0 ]
	fi
	rm -rf x6
	is "X6: nothing acknowledged is lost beside openers: $kind" \
	    "$("$TRAP" x6 ours $kind $N x6)" "lost 0 of $((2 * N)), writers that failed: 0"
	rm -rf x6.key
	ok "and the store is whole" fails 0 '' sh -c 'beian-store check -s x6; echo >&2'
done

# ---- L3: closing any descriptor of lock.mdb drops the lock

mkdir raw
"$TRAP" make raw raw
is 'control: raw LMDB loses its lock when lock.mdb is opened and closed' \
    "$("$TRAP" drop raw raw)" dropped
new_store s
is 'L3: ours keeps it through all its work' "$("$TRAP" drop ours s)" held
ok 'and a copy that was made meanwhile is a store' env BEIAN_KEY=s/key \
    beian-store check -s s.other

# ---- L4, X10: closed descriptors 0 to 2

snapped=0
for c in '<&-' '>&-' '2>&-' '<&- >&-' '<&- 2>&-' '>&- 2>&-' '<&- >&- 2>&-'; do
	rm -rf raw
	mkdir raw
	eval '"$TRAP" talk raw raw' "$c" 2>/dev/null
	[ "$("$TRAP" get raw raw 2>/dev/null)" = there ] || snapped=$((snapped + 1))
done
ok "control: a plain program writes its message over the store ($snapped of 7)" [ $snapped -gt 0 ]
before=$(digest s)
bad=''
for c in '' '<&-' '>&-' '2>&-' '<&- >&-' '<&- 2>&-' '>&- 2>&-' '<&- >&- 2>&-'; do
	case $c in *' >&-'*|'>&-'*) want=3 ;; *) want=0 ;; esac
	for verb in '' check; do
		eval 'beian-store $verb -s s' "$c" >out 2>&1
		got=$?
		[ $got = $want ] || bad="$bad [$verb $c: $got, not $want]"
	done
	eval 'beian-store pos nobody -s s' "$c" >out 2>&1
	[ "$(digest s)" = "$before" ] || bad="$bad [$c changed the store]"
done
is 'X10: eight combinations of closed descriptors: store unchanged, lost output is status 3' \
    "$bad" ''
bad=''
for c in '<&-' '>&-' '2>&-' '<&- >&-' '<&- 2>&-' '>&- 2>&-' '<&- >&- 2>&-'; do
	eval '"$TRAP" put ours s 5 k' "$c" || bad="$bad [$c: $?]"
	beian-store check -s s >out || bad="$bad [$c: damaged]"
done
is 'X10: writing with closed descriptors leaves a whole store' "$bad" ''

# ---- L5: no checksums, and a file cut short is a SIGBUS

rm -rf raw
mkdir raw
"$TRAP" make raw raw
truncate -s 8192 raw/data.mdb
ASAN_OPTIONS=handle_sigbus=0:handle_segv=0 "$TRAP" get raw raw >out 2>err
is 'control: raw LMDB dies by a signal when its file is cut short' \
    "$([ $? -gt 128 ] && echo signal)" signal
size=$(stat -c %s s/data.mdb)
for n in 0 1 4095 4096 8191 8192 $((size / 2)) $((size - 4096)) $((size - 1)); do
	rm -rf cut
	cp -r s cut
	truncate -s "$n" cut/data.mdb
	ok "L5: cut to $n of $size bytes is damage" fails 3 'store damaged' beian-store -s cut
	[ "$n" = 0 ] || continue
	is 'X19: and nothing is made of an empty file' "$(stat -c %s cut/data.mdb)" 0
done

rm -rf raw
mkdir raw
"$TRAP" flip raw raw 300 "${SEED:-3}" >out
wrong=$(sed -n 's/.*wrong //p' out)
ok "control: raw LMDB answers wrongly after $wrong of 300 flipped bits" [ "${wrong:-0}" -gt 100 ]
new_store flip
"$TRAP" flip ours flip "$FLIPS" "${SEED:-3}" >out
sed 's/^/# /' out
ok 'X11: no flipped bit passes the check; no signal, no hang' \
    grep -q '^check: .*signal 0, slow 0, wrong 0$' out
wrong=$(sed -n 's/^get: .*signal 0, slow 0, wrong //p' out)
ok "X11: what reads single values is misled by less than 1 in 500 ($wrong)" \
    [ $((${wrong:-9999} * 500)) -lt "$FLIPS" ]
ok 'and some were named' grep -q '^get: same [0-9]*, named [1-9][0-9]' out

# ---- L6: made on a disk that is nearly full

cat >full.sh <<'END'
mkdir -p m
mount -t tmpfs -o size=4k none m && mkdir m/raw || exit 9
mount -o remount,size=8k m
"$TRAP" make raw m/raw 2>/dev/null
mount -o remount,size=4m m
"$TRAP" get raw m/raw >/dev/null 2>&1 && echo 'raw works' || echo 'raw is lost for good'
umount m
for n in $(seq 1 40); do
	mount -t tmpfs -o size=$((n * 4))k none m || exit 9
	beian-store init -s m/s 2>err
	case $? in
	0)	made=$((made + 1))
		beian-store check -s m/s >/dev/null || echo "$n pages: made, and damaged" ;;
	3)	full=$((full + 1))
		grep -qE 'disk full' err || echo "$n pages: $(cat err)"
		[ -z "$(ls -A m)" ] || echo "$n pages: left $(ls -A m)"
		mount -o remount,size=4m m
		beian-store init -s m/s || echo "$n pages: not made with room either"
		beian-store check -s m/s >/dev/null || echo "$n pages: damaged with room" ;;
	*)	echo "$n pages: status $?: $(cat err)" ;;
	esac
	umount m
done
[ "${made:-0}" -gt 0 ] && [ "${full:-0}" -gt 0 ] || echo "made $made, full $full"
END
if mounts; then
	unshare -m env TRAP="$TRAP" sh full.sh >out 2>&1
	is 'control: an environment begun on a full disk is lost for good' \
	    "$(head -n 1 out)" 'raw is lost for good'
	is 'L6: a store is made whole or not at all with 1 to 40 pages of disk' "$(sed 1d out)" ''
else
	skip 'control: an environment begun on a full disk' 'cannot mount'
	skip 'L6: a store is made whole or not at all' 'cannot mount'
fi

# ---- L10: 126 readers

rm -rf raw
mkdir raw
"$TRAP" make raw raw
is 'control: raw LMDB has room for 126 readers' "$("$TRAP" readers raw 140 raw)" \
    '14 of 140 could not read'
is 'L10: ours has for more' "$("$TRAP" readers ours 140 s)" '0 of 140 could not read'

# ---- L13: the map

is 'control: raw LMDB stops at the size of its map' "$("$TRAP" grow raw raw 80)" 'map full'
new_store grow
"$TRAP" shrink grow
is 'L13: the map grows, also in the middle of a batch' "$("$TRAP" grow ours grow 80)" \
    'map grew, 80 of 80 values'
rm -rf grow

# ---- L14: a writer that was stopped

# held raw|ours DIR: a process that holds the write lock and is stopped; its number in $holder.
held() {
	rm -f fifo
	mkfifo fifo
	"$TRAP" hold "$1" "$2" >fifo &
	holder=$!
	read -r _ <fifo
	kill -STOP "$holder"
}
letgo() {
	kill -KILL "$holder"
	wait "$holder" 2>/dev/null
}
held raw raw
timeout 2 "$TRAP" put raw raw 1 x
is 'control: raw LMDB waits for a stopped writer without end' "$?" 124
letgo
held ours s
before=$(date +%s)
ok 'L14: --wait ends the wait and names the process' \
    fails 3 "process $holder has been writing to it" "$TRAP" put ours s 1 x
ok 'and soon' [ $(($(date +%s) - before)) -le 3 ]
ok '--wait 0 does not wait' fails 3 "process $holder" "$TRAP" put ours s 0 x
ok 'readers do not wait' beian-store -s s --wait 0
letgo
ok 'a killed writer is in nobody'"'"'s way' "$TRAP" put ours s 1 x

# ---- L16, L17: copies

(
	umask 0
	mkdir copy
	"$TRAP" copy raw raw copy
	beian-store copy s.copy -s s
)
is 'control: LMDB makes its copy readable for all' "$(stat -c %a copy/data.mdb)" 666
is 'L16: ours is for the owner alone' "$(stat -c %a s.copy s.copy/data.mdb | tr '\n' ' ')" '700 600 '
ok 'L16: a copy has no key' [ ! -e s.copy/key ]
ok 'a copy without its key is refused' fails 2 'no key file' beian-store -s s.copy
ok 'a copy onto something is refused' fails 2 'something already' beian-store copy s.copy -s s
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	"$TRAP" put ours s 5 "c$i"
done &
bad=0
for i in 1 2 3 4 5; do
	beian-store copy "live$i" -s s && BEIAN_KEY=s/key beian-store check -s "live$i" >out ||
	    bad=$((bad + 1))
done
wait
is 'L17: copies beside a writer are whole' "$bad" 0

# ---- X15: the key file

is 'X15: of the 512 modes only 0400 and 0600 are good, the others are status 2' \
    "$("$TRAP" modes s)" '0400 0600 '
before=$(digest s)
cp s/key good
key() {	# key TEXT WORDS: s/key is as it was put; refused, and nothing written
	ok "X15: key is $1: refused" fails 2 "$2" beian-store -s s
	rm -rf s/key
	cp good s/key
	chmod 600 s/key
	is 'and the store is as it was' "$(digest s)" "$before"
}
mv s/key s/there && ln -s there s/key
key 'a symbolic link' 'symbolic link'
rm s/there s/key && mkfifo s/key && chmod 600 s/key
key 'a FIFO' 'not a regular file'
rm s/key && mkdir s/key && chmod 600 s/key
key 'a directory' 'not a regular file'
: >s/key
key empty 'not 32 bytes'
head -c 31 good >s/key
key '31 bytes long' 'not 32 bytes'
echo >>s/key
key '33 bytes long' 'not 32 bytes'
ln s/key s/second
key 'a file of two names' 'more than one name'
rm -f s/second s/key
key missing 'no key file'
head -c 32 /dev/urandom >s/key
key 'of another store' 'not the key of the store'
if root; then
	chown 65534 s/key
	key "another user's" 'belongs to another user'
else
	skip "X15: another user's key" 'not root'
fi

# ---- X19: what is no store, or one of another kind

ok 'X19: no store: status 2, names the way to make one' \
    fails 2 'beian-store init' beian-store -s none
ok 'X19: nothing was made' [ ! -e none ]
mkdir empty
ok 'X19: an empty directory is no store' fails 2 'no store at empty' beian-store -s empty
is 'X19: and stays empty' "$(ls -A empty)" ''
ok 'an empty directory may become one' beian-store init -s empty
ok 'init leaves what is there alone' fails 2 'something already' beian-store init -s s
cp -r s other
printf '\143' | dd of=other/data.mdb bs=1 seek=20 conv=notrunc 2>/dev/null
printf '\143' | dd of=other/data.mdb bs=1 seek=4116 conv=notrunc 2>/dev/null
ok 'X19: a data.mdb of another version' fails 3 'VERSION_MISMATCH' beian-store -s other
"$TRAP" schema empty 6
ok 'X19: a newer schema is refused' fails 2 'schema 6 and this program knows 5' \
    beian-store -s empty
for v in 1 2 3 4; do
	beian-store init -s past$v
	"$TRAP" put ours past$v 1 k
	"$TRAP" old past$v $v
done
mv past1 past
raw=$(digest past)
ok 'X19: a store of an older schema: reading is status 2, names the way' \
    fails 2 'store is of an older program' beian-store -s past
ok 'X19: a dry run as well' fails 2 'store is of an older program' \
    sh -c 'echo "{\"account\":\"a1\",\"ended_at\":\"2026-11-01\"}" |
	acct-verify close -n -s past --now 2026-11-24'
is 'X19: and neither changes it' "$(digest past)" "$raw"
echo '{"list":"x"}' | enforce apply -q -s past --now 2026-11-24 >out 2>err
is 'X19: a program that writes brings it up to date' \
    "$(beian-store -s past | jq -c '[.schema,.tables.account.entries,(.tables|length)]')" \
    '[5,1,33]'
ok 'X19: and it is whole' fails 0 '' sh -c 'beian-store check -s past; echo >&2'
for v in 2 3 4; do
	fails 2 'store is of an older program' beian-store -s past$v || echo "$v: reading"
	echo '{"list":"x"}' | enforce apply -q -s past$v --now 2026-11-24 >out 2>err
	[ "$(beian-store -s past$v |
	    jq -c '[.schema,.tables.account.entries,(.tables|length)]')" = '[5,1,33]' ] &&
	    beian-store check -s past$v >out 2>&1 || echo "$v: not brought up to date"
done >bad
none 'X19: the same of schemas 2 to 4' bad
chmod 777 other
ok 'a directory that others may write into is refused' \
    fails 2 'can be written by others' beian-store -s other
if mounts; then
	cat >frozen.sh <<'END'
mkdir -p m
mount -t tmpfs -o size=4m none m && beian-store init -s m/s && "$TRAP" put ours m/s 1 k || exit 9
mount -o remount,ro m
beian-store check -s m/s >/dev/null || echo "check: $?"
beian-store -s m/s >/dev/null || echo "overview: $?"
"$TRAP" put ours m/s 1 k 2>err
[ $? = 3 ] && grep -q 'read-only file system' err || echo "put: $(cat err)"
umount m
mkdir -p b
mount --bind s b && mount -o remount,ro,bind b || exit 9
beian-store check -s b >/dev/null || echo "check of a read-only mount: $?"
rm -f fifo
mkfifo fifo
"$TRAP" hold ours s >fifo &
read -r _ <fifo
beian-store -s b --wait 1 >out 2>err
[ $? = 3 ] && grep -q "process $! has been writing" err || echo "beside a writer: $(cat err)"
kill -KILL $!
END
	unshare -m env TRAP="$TRAP" sh frozen.sh >out 2>&1
	is 'X19: on a read-only file system reading works, writing is refused' \
	    "$(grep -v Killed out)" ''
else
	skip 'X19: a read-only file system' 'cannot mount'
fi

# ---- beian-store itself

new_store t
is 'pos of an unknown source is status 1' "$(beian-store pos x -s t 2>/dev/null; echo $?)" 1
ok 'pos without a name is wrong' fails 2 'needs a NAME' beian-store pos -s t
ok 'an unknown verb is wrong' fails 2 'unexpected operand' beian-store chekc -s t
ok 'an unknown suite is wrong' fails 2 'sm or aes' beian-store init --suite des -s u
beian-store init --suite aes -s u
is 'init takes a suite' "$(beian-store -s u | jq -r .suite)" aes
is 'the overview is one line of JSON with every table' \
    "$(beian-store -s t | jq -c '[.schema,.suite,.tables.meta.entries,.journal,(.tables|length)]')" \
    '[5,"sm",4,0,33]'
is 'check of a new store' "$(beian-store check -s t | jq -c '[.values,.damaged,.chain]')" '[4,0,true]'
ok 'output that cannot be written is status 3' fails 3 'standard output' \
    sh -c 'beian-store -s t >/dev/full'
BEIAN_STORE=$TMPDIR/deep/er/store beian-store init
ok 'BEIAN_STORE names the store, its parents are made' [ -f deep/er/store/key ]
BEIAN_KEY=$TMPDIR/keys beian-store init -s v
ok 'BEIAN_KEY keeps the key apart' [ ! -e v/key ]
ok 'and is needed to open' fails 2 'no key file: v/key' beian-store -s v
ok 'and opens' env BEIAN_KEY=keys beian-store check -s v
"$TRAP" put ours t 1 marker
at=$(grep -abo marker1 t/data.mdb | tail -n 1 | cut -d: -f1)
printf 2 | dd of=t/data.mdb bs=1 seek=$((at + 6)) conv=notrunc 2>/dev/null
beian-store check -s t >out 2>err
is 'damage is status 1' "$?" 1
is 'and named' "$(head -n 1 out)" '{"table":"account","key":"marker","damage":"value or key is damaged"}'
finish
