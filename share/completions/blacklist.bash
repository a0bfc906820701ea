# bash completion for blacklist; made by `make completions`
_blacklist()
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
	add) words="--account --subject --group --creator --manager --member --name --ground --from --until --alone --id -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -j --jobs --where --rejects --summary --progress --source --pos --encoding --map --no-store --reveal --exit-zero -n --dry-run --by --reason --basis" ;;
	lift) words="--listing --id -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -j --jobs --where --rejects --summary --progress --source --pos --encoding --map --no-store --reveal --exit-zero -n --dry-run --by --reason --basis" ;;
	import) words="--list --ground --max-shrink --skip-bad --encoding --map --rejects -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -n --dry-run --by --reason --basis" ;;
	show) words="--account --subject --group --creator --manager --member --name --history -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of" ;;
	list) words="--list --history --where -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of" ;;
	*) words="-q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -j --jobs --where --rejects --summary --progress --source --pos --encoding --map --no-store --reveal --exit-zero" ;;
	esac
	[ "$COMP_CWORD" != 1 ] || words="add lift import show list $words"
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
	[ ${#COMPREPLY[@]} != 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}
complete -F _blacklist blacklist
