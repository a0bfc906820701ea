# bash completion for acct-verify; made by `make completions`
_acct_verify()
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
	register) words="-q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -j --jobs --where --rejects --summary --progress --source --pos --encoding --map --no-store --reveal --exit-zero -n --dry-run --by --reason --basis" ;;
	close) words="-q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -j --jobs --where --rejects --summary --progress --source --pos --encoding --map --no-store --reveal --exit-zero -n --dry-run --by --reason --basis" ;;
	transfer) words="-q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -j --jobs --where --rejects --summary --progress --source --pos --encoding --map --no-store --reveal --exit-zero -n --dry-run --by --reason --basis" ;;
	exempt) words="--subject --account --extra --from --until --approval -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -n --dry-run --by --reason --basis" ;;
	show) words="--reveal -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of --by --reason --basis" ;;
	list) words="--users --finding --where --reveal -q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of --by --reason --basis" ;;
	*) words="-q --quiet -v --verbose -h --help -V --version -s --store --wait -p --policy --now --as-of -j --jobs --where --rejects --summary --progress --source --pos --encoding --map --no-store --reveal --exit-zero -n --dry-run --by --reason --basis" ;;
	esac
	[ "$COMP_CWORD" != 1 ] || words="register close transfer exempt show list $words"
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
	[ ${#COMPREPLY[@]} != 0 ] || mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}
complete -F _acct_verify acct-verify
