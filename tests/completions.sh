#!/bin/sh
# completions.sh BUILD DIR: writes completions for bash and zsh, made from the programs' -h.
set -e
bin=$1 dir=$2
mkdir -p "$dir"
for path in "$bin"/*; do
	[ -f "$path" ] && [ -x "$path" ] || continue
	p=${path##*/}
	[ -f "cmd/$p.c" ] || continue
	f=$(echo "$p" | tr - _)
	verbs=$("$path" --help | sed -n '/^verbs/,/^$/s/^  \([a-z][a-z-]*\) .*/\1/p')

	# One line an option: verb (or -), letters, argument, help.
	table=$(for v in - $verbs; do
		[ "$v" = - ] && set -- || set -- "$v"
		"$path" "$@" --help | sed -n '/^options:/,$p' | awk -v v="$v" '
		/^  +(-[a-zA-Z], )?--/ {
			short = ""
			if ($1 ~ /^-[a-zA-Z],$/) { short = substr($1, 1, 2); $1 = ""; sub(/^ +/, "") }
			long = $1; $1 = ""; sub(/^ +/, "")
			arg = "-"
			if ($1 ~ /^[A-Z][A-Z_=,.]*$/) { arg = $1; $1 = ""; sub(/^ +/, "") }
			print v "\t" short "\t" long "\t" arg "\t" $0
		}'
	done)

	{
		echo "# bash completion for $p; made by \`make completions\`"
		echo "_$f()"
		echo '{'
		printf '\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n'
		printf '\tlocal words\n\tcase $prev in\n'
		echo "$table" | awk -F '\t' '
		$4 ~ /^(DIR|FILE)$/ {
			n = split($2 " " $3, o, " ")
			for (i = 1; i <= n; i++)
				if (!seen[o[i]]++)
					which[$4] = which[$4] (which[$4] == "" ? "" : "|") o[i]
		}
		END {
			if (which["DIR"] != "")
				printf "\t%s)\n\t\tmapfile -t COMPREPLY < <(compgen -d -- \"$cur\")\n\t\treturn ;;\n", which["DIR"]
			if (which["FILE"] != "")
				printf "\t%s)\n\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n\t\treturn ;;\n", which["FILE"]
		}'
		printf '\tesac\n\tcase ${COMP_WORDS[1]} in\n'
		for v in $verbs -; do
			words=$(echo "$table" | awk -F '\t' -v v="$v" '
			$1 == v { printf "%s%s%s", n++ ? " " : "", $2 == "" ? "" : $2 " ", $3 }')
			[ "$v" = - ] && printf '\t*)' || printf '\t%s)' "$v"
			printf ' words="%s" ;;\n' "$words"
		done
		printf '\tesac\n'
		[ -z "$verbs" ] || printf '\t[ "$COMP_CWORD" != 1 ] || words="%s $words"\n' \
		    "$(echo $verbs)"
		printf '\tmapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")\n'
		printf '\t[ ${#COMPREPLY[@]} != 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "$cur")\n'
		echo '}'
		echo "complete -F _$f $p"
	} >"$dir/$p.bash"

	{
		echo "#compdef $p"
		echo "# made by \`make completions\`"
		echo 'local -a own'
		echo 'case ${words[2]} in'
		for v in $verbs -; do
			[ "$v" = - ] && echo '*)' || echo "$v)"
			printf '\town=(\n'
			echo "$table" | awk -F '\t' -v v="$v" -v q="'" '
			$1 == v {
				help = $5
				gsub(q, q "\\" q q, help); gsub(/\[|\]|:/, "\\\\&", help)
				tail = $4 == "-" ? "" : ":" $4 ":" \
				    ($4 == "DIR" ? "_files -/" : $4 == "FILE" ? "_files" : " ")
				if ($2 != "")
					printf "\t\t%s(%s %s)%s{%s,%s}%s[%s]%s%s\n", q, $2, $3, q, $2, $3, q, help, tail, q
				else
					printf "\t\t%s%s[%s]%s%s\n", q, $3, help, tail, q
			}'
			printf '\t) ;;\n'
		done
		echo 'esac'
		[ -z "$verbs" ] || printf '(( CURRENT != 2 )) || compadd -- %s\n' "$(echo $verbs)"
		# shellcheck disable=SC2016
		echo '_arguments -s "$own[@]" "*:file:_files"'
	} >"$dir/_$p"
done
