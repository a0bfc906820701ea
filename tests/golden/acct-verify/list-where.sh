# A program that fails, or gives no one result, is told, not taken for false.
. "$CASES/common"

beian-store init
account a | verify register -q >out
for w in 'true, true' '.account.x'; do
	verify list --where "$w" 2>err
	echo "= $?"
	grep -o 'the jq program.*' err
done
