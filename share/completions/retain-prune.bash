# bash completion for retain-prune; made by `make completions`
_retain_prune()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
	local words
	case $prev in
	--segments|-s|--store|-d|--dir)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return ;;
	-p|--policy|--rejects|--summary)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	esac
	case ${COMP_WORDS[1]} in
	store) words="--segments --of -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -j --jobs --where --rejects --summary --progress --source --pos --encoding --map --no-store --reveal --exit-zero -n --dry-run" ;;
	prune) words="--segments --class --limit --trust-clock --compact -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -n --dry-run" ;;
	hold) words="--segments --class --case --account --user --group --subject --from --until -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of --by --reason --basis" ;;
	release) words="--segments --hold --case -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of --by --reason --basis" ;;
	gaps) words="--segments --class --of --from --until --calendar -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of" ;;
	verify) words="--segments --class --quick --sample -j --jobs -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of" ;;
	fetch) words="--segments --class --case --account --user --group --subject --from --until -d --dir --format -j --jobs --by --reason -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of" ;;
	*) words="--segments --class --all --trust-clock -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of" ;;
	esac
	[ "$COMP_CWORD" != 1 ] || words="store prune hold release gaps verify fetch $words"
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
	[ ${#COMPREPLY[@]} != 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}
complete -F _retain_prune retain-prune
