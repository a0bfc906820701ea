#!/bin/sh
# The house keeps its rules: floors, rooms of the outside libraries, names, manuals, layout.
. tests/lib.sh

found=$TMPDIR/found
new() { : >"$found"; }
text=$(make -s --no-print-directory --eval='house:;@echo $(LIB); echo $(CMD)' house)
rooms=$(echo "$text" | sed -n 1p)
programs=$(echo "$text" | sed -n 2p)

# ---- floors

new
before=' '
for r in $rooms; do
	# NAME_MORE.c is a second file of NAME: they may share NAME.h, and NAME_int.h between them.
	if [ ! -f "lib/$r.c" ] || { [ ! -f "lib/$r.h" ] && [ ! -f "lib/${r%_*}.h" ]; }; then
		echo "LIB names $r: lib/$r.c or lib/$r.h is missing"
		continue
	fi
	before="$before$r ${r%_*} ${r%_*}_int "
	for h in $(sed -n 's/^#include "\(.*\)\.h"$/\1/p' "lib/$r.c"); do
		case $before in *" $h "*) ;; *) echo "lib/$r.c uses $h, which stands later" ;; esac
	done
done >>"$found"
for f in lib/*.c; do
	f=${f#lib/}
	case " $rooms " in *" ${f%.c} "*) ;; *) echo "LIB does not name ${f%.c}" ;; esac
done >>"$found"
none 'a room uses only rooms that stand before it in LIB' "$found"

new
# only HEADERS ROOM...: an outside library and the rooms (and their pairs) that may see it.
only() {
	pattern=$1
	shift
	for f in lib/*.c lib/*.h cmd/*.c; do
		for r in "$@"; do
			case $f in "lib/$r.c"|"lib/${r}_"*.c) continue 2 ;; esac
		done
		grep -nE "^#include <($pattern)>" "$f" /dev/null
	done >>"$found"
}
only 'jq\.h|jv\.h' rule
only 'lmdb\.h' env
only 'archive\.h|archive_entry\.h' bag bagcheck frame source
only 'zlib\.h' source
only 'csv\.h' rows
only 'openssl/.*' seal
only 'xlsxwriter.*' sheet
only 'unicode/.*' fold
none 'each outside library is seen in its own room only' "$found"

new
grep -nE '^#(include "|ifndef|pragma)' lib/*.h >>"$found"
none 'headers have no guards and include no project header' "$found"

new
for f in lib/*.c cmd/*.c; do
	own=$(basename "$f" .c)
	[ -f "lib/$own.h" ] || own=${own%_*}
	own=$own.h
	case $f in cmd/*) own= ;; esac
	[ -f "lib/$own" ] || own=
	awk -v own="$own" -v file="$f" '
	/^#include "/ {
		h = $2; gsub(/"/, "", h); k++
		if (own != "" && n == 0) {
			if (h != own)
				print file ": its own header is not the first"
		} else if (h <= last)
			print file ": \"" h "\" after \"" last "\""
		else
			last = h
		n++
		next
	}
	/^#include </ {
		h = $2
		if (own != "" && n == 0)
			print file ": its own header is not the first"
		if (k > (own != ""))
			print file ": " h " after a project header"
		if (h <= before)
			print file ": " h " after " before
		before = h
		n++
	}' "$f"
done >>"$found"
none 'own header first, then the system, then the project, each in order' "$found"

new
for r in $rooms; do
	# The values of an enum have functions of their own: verdict_name in status.h; sheet
	# replaces one function of its library.
	words="${r%_*} $(sed -n 's/^enum \([a-z_]*\) {.*/\1/p' "lib/$r.h" 2>/dev/null | tr '\n' ' ')"
	nm -g --defined-only "$BIN/lib/$r.o" 2>/dev/null | awk -v words="$words" -v r="$r" '
	BEGIN { n = split(words, w, " ") }
	$3 !~ /^__/ && $3 ~ /^[a-z]/ && !(r == "sheet" && $3 == "lxw_tmpfile") {
		for (i = 1; i <= n; i++)
			if ($3 == w[i] || index($3, w[i] "_") == 1)
				next
		print r ".o: " $3
	}'
done >>"$found"
none 'a public name begins with the name of its file, or of an enum in its header' "$found"

# ---- programs and manuals

for p in $programs; do
	new
	if [ ! -f "man/$p.1" ]; then
		ok "$p has a manual" false
		continue
	fi
	for v in '' $("$BIN/$p" --help | sed -n '/^verbs/,/^$/s/^  \([a-z][a-z-]*\) .*/\1/p'); do
		# shellcheck disable=SC2086  # no verb is no argument
		"$BIN/$p" $v --help
	done | sed -nE 's/^  (-[a-zA-Z], |    )--([a-z-]+).*/\1 --\2/p' | tr -d ', ' |
	    sed -E 's/^-([a-zA-Z])--/-\1\n--/' | sort -u >"$TMPDIR/table"
	# .It Fl s , Fl -store Ar DIR  (or Fl Fl store)
	grep '^\.It Fl' "man/$p.1" | sed -E 's/Fl Fl /--/g; s/Fl -/--/g; s/Fl /-/g' |
	    grep -oE -e '(^| )--?[a-zA-Z][a-z-]*' | tr -d ' ' | sort -u >"$TMPDIR/manual"
	diff "$TMPDIR/table" "$TMPDIR/manual" |
	    sed -n 's/^</not in the manual:/p; s/^>/only in the manual:/p' >>"$found"
	none "$p: the options of its table are those of its manual" "$found"

	new
	"$BIN/$p" --help | sed -n '/^verbs/,/^$/s/^  \([a-z][a-z-]*\) .*/\1/p' | while read -r v; do
		grep -qE "^\\.(It|Ss|Sh|Nm|Cm|Op).*\\b$v\\b" "man/$p.1" || echo "verb $v is not in man/$p.1"
	done >>"$found"
	none "$p: every verb is in its manual" "$found"
done

if command -v mandoc >/dev/null; then
	new
	mandoc -T lint man/*.[157] 2>/dev/null | grep -vE 'referenced manual not found|outdated mandoc.db' >>"$found"
	none 'manuals pass mandoc -T lint' "$found"
else
	skip 'manuals pass mandoc -T lint' 'no mandoc here'
fi
new
sed -n 's/^\.Xr \([a-z0-9-]*\) \([1-9]\).*/\1.\2/p' man/*.[157] | sort -u | while read -r x; do
	case $x in
	beian*|acct-verify*|filing-export*) [ -f "man/$x" ] || echo "no man/$x" ;;
	esac
done >>"$found"
none 'manuals refer to manuals that are there' "$found"

new
tests/completions.sh "$BIN" "$TMPDIR/completions" >/dev/null
diff -r share/completions "$TMPDIR/completions" >>"$found" 2>&1
none 'completions are those of the option tables (make completions)' "$found"

# ---- layout and text

new
for f in *; do
	case $f in
	cmd|lib|share|tests|man|Makefile|README.md|INSTALL|LICENSE) ;;
	*) echo "$f" ;;
	esac
done >>"$found"
for f in cmd lib share tests man Makefile README.md INSTALL LICENSE; do
	[ -e "$f" ] || echo "$f is missing"
done >>"$found"
none 'the top level is what it shall be' "$found"

new
for p in cmd/*.c; do
	p=$(basename "$p" .c)
	case " $programs " in *" $p "*) ;; *) echo "CMD does not name $p" ;; esac
done >>"$found"
wc -l cmd/*.c lib/*.[ch] | awk '$1 > 400 && $2 != "total" { print $2 ": " $1 " lines" }' >>"$found"
none 'one file, one program; no file of more than 400 lines' "$found"

new
tab=$(printf '\t')
grep -nE "[ $tab]+\$" cmd/*.c lib/*.[ch] tests/*.[ct] tests/*/*.[ch] Makefile >>"$found"
grep -nE "^ *$tab* +$tab|^        " cmd/*.c lib/*.[ch] tests/*.c tests/*/*.[ch] >>"$found"
grep -ln "$(printf '\r')" cmd/*.c lib/*.[ch] tests/*.[ct] >>"$found"
for f in cmd/*.c lib/*.[ch]; do
	[ -z "$(tail -c 1 "$f")" ] || echo "$f: no newline at the end"
done >>"$found"
awk '{
	n = 0
	for (i = 1; i <= length($0); i++) {
		c = substr($0, i, 1)
		if (c == "\t")
			n += 8 - n % 8
		else if (c < "\200" || c >= "\300")
			n++
	}
	if (n > 95)
		print FILENAME ":" FNR ": " n " columns"
}' cmd/*.c lib/*.c >>"$found"
none 'tabs, line ends and line lengths' "$found"

new
# A statement that prints must not name a member that holds a number, a mobile or an address.
awk '
function judge() {
	if (s ~ /(^|[^a-z_])(v?[fd]?printf|f?puts|perror|status_warn|status_die)[ ]*\(/ &&
	    (s ~ /(->|\.)(secret|plain|id_number|mobile|email)[^a-z_(]/ ||
	    s ~ /(^|[^a-z_])(id|mobile|m|d|number)(->|\.)number[^a-z_(]/))
		print FILENAME ":" FNR ": " s
	s = ""
}
/^[ \t]*(\/\*|\*)/ { next }
{ t = $0; gsub(/^[ \t]+/, "", t); s = s " " t }
/[;{}]/ { judge() }' cmd/*.c lib/*.c >>"$found"
none 'no message holds a member that is secret' "$found"

new
if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
	git ls-files | grep -E '(^|/)\.build/|\.(o|a|so)$' >>"$found"
	none 'no build output is tracked' "$found"
else
	skip 'no build output is tracked' 'no git here'
fi

# ---- hardening, as delivered

if sanitized; then
	skip 'hardening of the programs' 'a build with sanitizers'
elif ! command -v readelf >/dev/null; then
	skip 'hardening of the programs' 'no readelf here'
else
	new
	for p in $programs; do
		readelf -hldW --dyn-syms "$BIN/$p" >"$TMPDIR/elf"
		for want in 'Type: *DYN' 'FLAGS.*PIE' 'FLAGS.*(BIND_)?NOW' GNU_RELRO \
		    'GNU_STACK .* RW +0x' __stack_chk_fail '__[a-z]+_chk'; do
			grep -qE "$want" "$TMPDIR/elf" || echo "$p: no $want"
		done
	done >>"$found"
	none 'hardening of the programs: PIE, relro, now, stack, fortify' "$found"
fi
finish
