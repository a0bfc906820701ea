#!/bin/sh
# fresh.sh [-k] [DIR]: does in a freshly made minimal Debian 12 what README says: the two commands,
# in a copy of the last commit.  As root, with debootstrap.  -k keeps DIR for another run (a DIR
# that is there already is used as it is, so `fresh.sh -k DIR` twice tests an unchanged system).
# MIRROR: the Debian mirror (default: the one this machine installs from).
set -e
cd "$(dirname "$0")/.."
keep=
if [ "${1-}" = -k ]; then keep=1; shift; fi
mirror=${MIRROR:-$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | head -n 1)}
mirror=${mirror%/}
mirror=${mirror%-security}
[ "$(id -u)" = 0 ] || { echo 'fresh.sh: needs root' >&2; exit 2; }
command -v debootstrap >/dev/null || { echo 'fresh.sh: needs debootstrap' >&2; exit 2; }
dir=${1:-$(mktemp -d)}
root=$dir/root

done_with() {
	umount -l "$root/proc" 2>/dev/null || :
	[ -n "$keep" ] || rm -rf --one-file-system "$root"
	[ -n "$keep" ] || rmdir "$dir" 2>/dev/null || :
}
trap done_with EXIT
trap 'exit 130' INT TERM

mkdir -p "$dir"
if [ ! -e "$root/etc/debian_version" ]; then
	echo "fresh.sh: debootstrap of a minimal bookworm into $root"
	debootstrap --variant=minbase bookworm "$root" "$mirror" >"$dir/debootstrap.log" 2>&1 || {
		tail "$dir/debootstrap.log" >&2
		exit 3
	}
fi

# The mirrors with security updates, and this machine's way out to them.
cat >"$root/etc/apt/sources.list" <<END
deb $mirror bookworm main
deb $mirror bookworm-updates main
deb ${mirror%/debian}/debian-security bookworm-security main
END
cp /etc/resolv.conf /etc/hosts "$root/etc/"
grep -lis 'acquire' /etc/apt/apt.conf /etc/apt/apt.conf.d/* | while read -r f; do
	cp "$f" "$root/etc/apt/apt.conf.d/90-host-${f##*/}"
done
mkdir -p "$root/proc" "$root/src"
mount -t proc proc "$root/proc"
for p in http_proxy https_proxy no_proxy; do
	eval "v=\${$p-}"
	[ -z "$v" ] || printf '%s=%s\n' "$p" "$v"
done >"$dir/env"

rm -rf "$root/src/beian"
mkdir "$root/src/beian"
git archive HEAD | tar -x -C "$root/src/beian"

inside() {
	echo "fresh.sh: $*"
	# shellcheck disable=SC2046  # one word a variable
	chroot "$root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin \
	    $(cat "$dir/env") sh -c "cd /src/beian && $*"
}
inside 'apt-get update -q >/dev/null && apt-get install -y make >/dev/null 2>&1 && make deps demo'
inside 'make deps check'
# Again, with all there: nothing is installed, and make has nothing to do.
inside 'make deps && make all | grep -c "^cc" | grep -qx 0'
echo 'fresh.sh: done'
