# bash completion for complaint; made by `make completions`
_complaint()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
	local words
	case $prev in
	--attachments|-s|--store)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return ;;
	-p|--policy|--rejects|--summary)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	esac
	case ${COMP_WORDS[1]} in
	receive) words="--attachments -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -j --jobs --where --rejects --summary --progress --source --pos --encoding --map --no-store --reveal --exit-zero -n --dry-run" ;;
	accept) words="--complaint --by --reason --id --time --decision -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -j --jobs --where --rejects --summary --progress --source --pos --encoding --map --no-store --reveal --exit-zero -n --dry-run" ;;
	decide) words="--complaint --by --reason --id --time --decision --measure --malicious -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -j --jobs --where --rejects --summary --progress --source --pos --encoding --map --no-store --reveal --exit-zero -n --dry-run" ;;
	feedback) words="--complaint --by --reason --id --time --channel --content --digest -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -j --jobs --where --rejects --summary --progress --source --pos --encoding --map --no-store --reveal --exit-zero -n --dry-run" ;;
	appeal) words="--complaint --by --reason --id --time --role --outcome -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -j --jobs --where --rejects --summary --progress --source --pos --encoding --map --no-store --reveal --exit-zero -n --dry-run" ;;
	overdue) words="--within -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of" ;;
	show) words="--account --user --group --reporter --reveal -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of --by --reason --basis" ;;
	list) words="--open --stage --from --until --where -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of" ;;
	*) words="--attachments -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -j --jobs --where --rejects --summary --progress --source --pos --encoding --map --no-store --reveal --exit-zero" ;;
	esac
	[ "$COMP_CWORD" != 1 ] || words="receive accept decide feedback appeal overdue show list $words"
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
	[ ${#COMPREPLY[@]} != 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}
complete -F _complaint complaint
