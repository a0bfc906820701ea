# bash completion for credit-score; made by `make completions`
_credit_score()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
	local words
	case $prev in
	-s|--store)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return ;;
	-p|--policy|--rejects|--summary)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	esac
	case ${COMP_WORDS[1]} in
	apply) words="-q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -j --jobs --where --rejects --summary --progress --source --pos --encoding --map --no-store --reveal --exit-zero -n --dry-run" ;;
	appeal) words="--event --id -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -j --jobs --where --rejects --summary --progress --source --pos --encoding --map --no-store --reveal --exit-zero -n --dry-run --by --reason --basis" ;;
	explain) words="--account --user --group --subject -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of" ;;
	rebuild) words="-q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -n --dry-run" ;;
	list) words="--count --where -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of" ;;
	*) words="-q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -j --jobs --where --rejects --summary --progress --source --pos --encoding --map --no-store --reveal --exit-zero" ;;
	esac
	[ "$COMP_CWORD" != 1 ] || words="apply appeal explain rebuild list $words"
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
	[ ${#COMPREPLY[@]} != 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}
complete -F _credit_score credit-score
