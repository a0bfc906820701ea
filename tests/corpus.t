#!/bin/sh
# Bad input: every line has exactly one outcome, whatever is wrong with it (PROMISES S6, X12).
. tests/lib.sh

tab=$(printf '\t')
# A policy that asks for nothing: whether a line is a record is all that counts here.
echo '{"account":{"identity":{"required":false,"mobile":false}}}' >"$TMPDIR/policy.json"
verify() {
	acct-verify --no-store -p "$TMPDIR/policy.json" --now 2026-11-24T09:00:00+08:00 "$@"
}

# ---- JSON: each line of tests/corpus/json by itself, then all in one file

mkdir "$TMPDIR/case"
bad=0 n=0
: >"$TMPDIR/all"
: >"$TMPDIR/all.taken"
: >"$TMPDIR/all.refused"
while IFS=$tab read -r verdict form name text; do
	case $verdict in yes|no) ;; *) continue ;; esac
	n=$((n + 1))
	if [ "$form" = value ]; then
		printf '%b\n' "{\"account\":\"c-$name\",\"name\":\"n\",\"x\":$text}" >"$TMPDIR/line"
	else
		printf '%b\n' "$text" >"$TMPDIR/line"
	fi
	cat "$TMPDIR/line" >>"$TMPDIR/all"
	if [ "$verdict" = yes ]; then
		printf '%s\n' "$name" >>"$TMPDIR/all.taken"
	else
		cat "$TMPDIR/line" >>"$TMPDIR/all.refused"
	fi
	cp "$TMPDIR/line" "$TMPDIR/case/$verdict-$form-$name"
done <tests/corpus/json

# One run with a file each: messages name the file.
(cd "$TMPDIR/case" && verify --rejects "$TMPDIR/rejects" -- * >"$TMPDIR/out" 2>"$TMPDIR/err")
is 'JSON: something was refused: status 1' $? 1
for f in "$TMPDIR"/case/*; do
	f=${f##*/}
	if grep -qF "acct-verify: $f:1:" "$TMPDIR/err"; then said=no; else said=yes; fi
	[ "$said" = "${f%%-*}" ] || { bad=$((bad + 1)); echo "# $f: $said"; }
done
is "JSON: each of $n lines is taken or refused as RFC 8259 has it" "$bad" 0
is 'JSON: every line has one outcome' \
    "$(wc -l <"$TMPDIR/out") $(grep -c . "$TMPDIR/err")" \
    "$(wc -l <"$TMPDIR/all.taken") $((n - $(wc -l <"$TMPDIR/all.taken")))"

for size in 1 4096 65536; do
	rm -f "$TMPDIR/rejects"
	dd if="$TMPDIR/all" ibs=65536 obs=$size 2>/dev/null |
	    verify -q --rejects "$TMPDIR/rejects" >"$TMPDIR/out" 2>"$TMPDIR/err"
	is "JSON in one file, in writes of $size: lines out" \
	    "$(wc -l <"$TMPDIR/out")" "$(wc -l <"$TMPDIR/all.taken")"
	same "JSON in one file, in writes of $size: rejects are the raw lines" \
	    "$TMPDIR/rejects" "$TMPDIR/all.refused"
done

# What goes out holds what came in, byte for byte: take off what the program added.
bad=0
for f in "$TMPDIR"/case/yes-*; do
	verify "$f" >"$TMPDIR/out" 2>/dev/null
	head=$(sed 's/[ \t]*}[ \t]*$//' "$f")
	case $(cat "$TMPDIR/out") in "$head"*) ;; *) bad=$((bad + 1)); echo "# ${f##*/}" ;; esac
done
is 'JSON: what the program does not own passes byte for byte' "$bad" 0

sed 's/$/\r/' "$TMPDIR/case/yes-value-true" >"$TMPDIR/crlf"
verify "$TMPDIR/crlf" >"$TMPDIR/out" 2>"$TMPDIR/err"
is 'JSON: a line that ends in CR LF is taken' "$? $(wc -l <"$TMPDIR/out")" '0 1'
printf '{"account":"a","name":"n"}\n{"account":"b","name":"n"}' >"$TMPDIR/open"
verify "$TMPDIR/open" >"$TMPDIR/out" 2>"$TMPDIR/err"
is 'JSON: the last line needs no line end' "$? $(wc -l <"$TMPDIR/out")" '0 2'

# ---- limits

long() {	# a record of so many bytes, without the line end
	printf '{"account":"long","name":"n","x":"'
	head -c "$(($1 - 36))" /dev/zero | tr '\0' a
	printf '"}'
}
limit=1048576
for bytes in $((limit - 1)) $limit $((limit + 1)) $((2 * limit)); do
	{ echo '{"account":"before","name":"n"}'; long $bytes; echo; echo '{"account":"after","name":"n"}'; } |
	    verify >"$TMPDIR/out" 2>"$TMPDIR/err"
	status=$?
	if [ "$bytes" -le $limit ]; then want='0 3'; else want='1 2'; fi
	is "a line of $bytes bytes" "$status $(wc -l <"$TMPDIR/out")" "$want"
done
ok 'the message names the line' grep -q '^acct-verify: .*:2: ' "$TMPDIR/err"

deep() {	# so many brackets, in an object
	printf '{"account":"deep","name":"n","x":'
	head -c "$1" /dev/zero | tr '\0' '['
	head -c "$1" /dev/zero | tr '\0' ']'
	echo '}'
}
deep 255 | verify >"$TMPDIR/out" 2>"$TMPDIR/err"
is 'nesting to 256' "$? $(wc -l <"$TMPDIR/out")" '0 1'
for n in 256 10000; do
	deep $n | verify >"$TMPDIR/out" 2>"$TMPDIR/err"
	is "$n brackets in an object are refused" "$? $(wc -l <"$TMPDIR/out")" '1 0'
done

if sanitized; then
	skip 'a line of 100 MB in 64 MiB' 'memory is not measured with sanitizers'
else
	{ echo '{"account":"before","name":"n"}'; long 100000000; echo; echo '{"account":"after","name":"n"}'; } |
	    verify -j 1 >"$TMPDIR/out" 2>"$TMPDIR/err" &
	pid=$!
	peak=0
	while [ -d /proc/$pid ]; do
		now=$(sed -n 's/^VmHWM: *\([0-9]*\).*/\1/p' /proc/$pid/status 2>/dev/null)
		[ "${now:-0}" -le "$peak" ] || peak=$now
		sleep 0.02
	done
	wait $pid
	is 'a line of 100 MB' "$? $(wc -l <"$TMPDIR/out")" '1 2'
	ok "and memory stays below 64 MiB (peak $peak KiB)" [ "$peak" -lt 65536 ]
fi

# ---- numbers that a double would change

for member in id_number mobile operator_id_number; do
	for number in 110101199003071234 13800138000 1.1e17 110101199003071234.0 1e1 -1; do
		printf '{"account":"n","%s":%s}\n' $member $number
	done
done >"$TMPDIR/numbers"
verify <"$TMPDIR/numbers" >"$TMPDIR/out" 2>"$TMPDIR/err"
is 'numbers of identity that are JSON numbers are refused' \
    "$? $(wc -l <"$TMPDIR/out") $(wc -l <"$TMPDIR/err")" '1 0 18'
is 'and no message has one in it' \
    "$(grep -cE '110101199003071234|13800138000' "$TMPDIR/err")" 0

# ---- CSV

csv() {	# csv NAME ROWS-TAKEN REFUSED STATUS TEXT
	printf '%b' "$5" >"$TMPDIR/$1.csv"
	rm -f "$TMPDIR/rejects"
	verify --rejects "$TMPDIR/rejects" "$TMPDIR/$1.csv" >"$TMPDIR/out" 2>"$TMPDIR/err"
	status=$?
	is "CSV $1: status, rows out, messages" \
	    "$status $(wc -l <"$TMPDIR/out") $(wc -l <"$TMPDIR/err")" "$4 $2 $3"
}
csv plain 2 0 0 'account,name\na,x\nb,y\n'
csv crlf 2 0 0 'account,name\r\na,x\r\nb,y\r\n'
csv no-last-line-end 2 0 0 'account,name\na,x\nb,y'
csv bom 1 0 0 '\0357\0273\0277account,name\na,x\n'
csv quotes 1 0 0 'account,name\na,"x, ""y"""\n'
csv line-in-a-field 2 0 0 'account,name,note\na,x,"one\ntwo"\nb,x,y\n'
csv empty-field 1 0 0 'account,name,note\na,x,\n'
csv own-columns 1 0 0 'account,name,platform_rank\na,x,7\n'
csv blank-line 2 1 1 'account,name\na,x\n\nb,y\n'
csv only-headings 0 0 0 'account,name\n'
csv spaces-stay 1 0 0 'account,name\na, x \n'
ok 'CSV spaces-stay: they are there' grep -q '"name":" x "' "$TMPDIR/out"
csv few-fields 1 1 1 'account,name,category\na,x,c\nb,y\n'
csv many-fields 1 1 1 'account,name\na,x\nb,y,z\n'
csv quote-open 2 1 1 'account,name\na,x\nb,"y\nc,z\n'
csv quote-inside 2 1 1 'account,name\na,x\nb,y"z\nc,w\n'
csv text-after-quote 2 1 1 'account,name\na,x\nb,"y"z\nc,w\n'
csv null 2 1 1 'account,name\na,x\nb,y\0000z\nc,w\n'
csv latin1 2 1 1 'account,name\na,x\nb,\0351t\0351\nc,w\n'
csv gb18030 0 2 1 'account,name\na,\0326\0320\nb,\0316\0304\n'
printf 'account,name\na,\326\320\n' >"$TMPDIR/gb.csv"
verify --encoding gb18030 "$TMPDIR/gb.csv" >"$TMPDIR/out" 2>"$TMPDIR/err"
is 'CSV in GB18030, saying so' "$? $(cut -c 1-27 "$TMPDIR/out")" '0 {"account":"a","name":"中"'
for f in 'account,account\na,b\n' 'account,账号ID\na,b\n' ',name\na,b\n' '' 'account,"name\na,b\n'; do
	printf '%b' "$f" >"$TMPDIR/headings.csv"
	verify "$TMPDIR/headings.csv" >"$TMPDIR/out" 2>"$TMPDIR/err"
	status=$?
	text=$(printf %b "$f" | head -1)
	if [ -z "$f" ]; then
		is 'CSV: an empty file' "$(wc -l <"$TMPDIR/out")" 0
	else
		ok "CSV headings $text: refused (status $status)" \
		    [ "$status-$(wc -l <"$TMPDIR/out")" = "${status#0}-0" ]
	fi
done

# ---- compressed

yes '{"account":"z","name":"compressed"}' | head -n 5000 >"$TMPDIR/z"
for c in gzip zstd xz bzip2; do
	if ! command -v $c >/dev/null; then
		skip "$c" "no $c here"
		continue
	fi
	$c -qc <"$TMPDIR/z" >"$TMPDIR/z.$c"
	verify "$TMPDIR/z.$c" >"$TMPDIR/out" 2>"$TMPDIR/err"
	is "$c is read" "$? $(wc -l <"$TMPDIR/out")" '0 5000'
	verify <"$TMPDIR/z.$c" >"$TMPDIR/out" 2>"$TMPDIR/err"
	is "$c from standard input" "$? $(wc -l <"$TMPDIR/out")" '0 5000'
	# Cut, and with a byte changed in the middle: said, and never a clean end.
	head -c "$(($(wc -c <"$TMPDIR/z.$c") - 5))" "$TMPDIR/z.$c" >"$TMPDIR/cut.$c"
	verify "$TMPDIR/cut.$c" >"$TMPDIR/out" 2>"$TMPDIR/err"
	status=$?
	ok "$c that is cut: status $status, not 0" [ $status != 0 ]
	ok "$c that is cut: the message names the file" grep -q "cut.$c" "$TMPDIR/err"
done
finish
