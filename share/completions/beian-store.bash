# bash completion for beian-store; made by `make completions`
_beian_store()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
	local words
	case $prev in
	-s|--store)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return ;;
	esac
	case ${COMP_WORDS[1]} in
	init) words="--suite -q --quiet -v --verbose -h --help -V --version -s --store --wait" ;;
	check) words="-q --quiet -v --verbose -h --help -V --version -s --store --wait" ;;
	copy) words="-q --quiet -v --verbose -h --help -V --version -s --store --wait" ;;
	compact) words="-q --quiet -v --verbose -h --help -V --version -s --store --wait" ;;
	pos) words="-q --quiet -v --verbose -h --help -V --version -s --store --wait" ;;
	*) words="-q --quiet -v --verbose -h --help -V --version -s --store --wait" ;;
	esac
	[ "$COMP_CWORD" != 1 ] || words="init check copy compact pos $words"
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
	[ ${#COMPREPLY[@]} != 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}
complete -F _beian_store beian-store
