# bash completion for group-cap; made by `make completions`
_group_cap()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
	local words
	case $prev in
	-s|--store|-d|--dir)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return ;;
	-p|--policy|--rejects|--summary)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	esac
	case ${COMP_WORDS[1]} in
	apply) words="-q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -j --jobs --where --rejects --summary --progress --source --pos --encoding --map --no-store --reveal --exit-zero -n --dry-run" ;;
	import) words="-q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -j --jobs --where --rejects --summary --progress --source --pos --encoding --map --no-store --reveal --exit-zero -n --dry-run" ;;
	check) words="--all --compare --where -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of" ;;
	grade) words="-q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -n --dry-run" ;;
	recount) words="--mend -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -n --dry-run" ;;
	page) words="--group --html --lang -d --dir -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of" ;;
	show) words="--group --code --user --subject -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of" ;;
	list) words="--members --persons --past --group --count --where -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of" ;;
	*) words="-q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -j --jobs --where --rejects --summary --progress --source --pos --encoding --map --no-store --reveal --exit-zero" ;;
	esac
	[ "$COMP_CWORD" != 1 ] || words="apply import check grade recount page show list $words"
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
	[ ${#COMPREPLY[@]} != 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}
complete -F _group_cap group-cap
