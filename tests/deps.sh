#!/bin/sh
# deps.sh PACKAGE...: installs the Debian packages that are missing; silent when none is.
missing=
for p in "$@"; do
	dpkg-query -W -f '${db:Status-Status}\n' "$p" 2>/dev/null | grep -qx installed ||
	    missing="$missing $p"
done
[ -z "$missing" ] && exit 0
if ! command -v apt-get >/dev/null; then
	echo "make deps: no apt-get here; INSTALL names what is needed:$missing" >&2
	exit 1
fi
if [ "$(id -u)" != 0 ]; then
	echo "make deps: run as root: apt-get install -y --no-install-recommends$missing" >&2
	exit 1
fi
export DEBIAN_FRONTEND=noninteractive
echo "make deps: installing$missing"
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086  # one word a package
{ apt-get update && apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1 || {
	tail -n 20 "$log" >&2
	echo "make deps: apt-get failed" >&2
	exit 1
}
