# bash completion for norm-audit; made by `make completions`
_norm_audit()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
	local words
	case $prev in
	-s|--store|--dir)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return ;;
	--html|-p|--policy|--rejects|--summary)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	esac
	case ${COMP_WORDS[1]} in
	document) words="--dir --by -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -j --jobs --where --rejects --summary --progress --source --pos --encoding --map --no-store --reveal --exit-zero -n --dry-run" ;;
	list) words="--kind -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of" ;;
	journal) words="--verify --head --entries --from --until --program --verb --where -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of" ;;
	policy) words="-q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of" ;;
	*) words="--clause --state --compare --html --exit-zero -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of" ;;
	esac
	[ "$COMP_CWORD" != 1 ] || words="document list journal policy $words"
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
	[ ${#COMPREPLY[@]} != 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}
complete -F _norm_audit norm-audit
