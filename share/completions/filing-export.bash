# bash completion for filing-export; made by `make completions`
_filing_export()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
	local words
	case $prev in
	-s|--store|-d|--dir|--documents)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return ;;
	-p|--policy|--summary)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	esac
	case ${COMP_WORDS[1]} in
	make) words="--kind --office --change --full --format --level -d --dir -j --jobs --encoding --from --until --case --to --documents --summary -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -n --dry-run --by --reason --basis" ;;
	verify) words="-q --quiet -v --verbose -h --help -V --version -s --store --wait" ;;
	receipt) words="--accepted --rejected --number --date -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -n --dry-run --by --reason --basis" ;;
	list) words="--kind --office --state -q --quiet -v --verbose -h --help -V --version -s --store --wait" ;;
	*) words="--kind --office -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of" ;;
	esac
	[ "$COMP_CWORD" != 1 ] || words="make verify receipt list $words"
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
	[ ${#COMPREPLY[@]} != 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}
complete -F _filing_export filing-export
