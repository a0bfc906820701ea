# --source: what was taken is passed over; the position comes with the batch.
. "$CASES/common"

beian-store init
{ account a; echo 'no record'; } >in
say verify register --source table -v in | sed 's/^{"account":"\([a-z]*\)".*/\1/'
beian-store pos table
say verify register --source table -v in
account b '{id_number: "330102198501012044"}' >>in
say verify register --source table -v in | sed 's/^{"account":"\([a-z]*\)".*/\1/'
beian-store pos table
echo '-- by the position that a record carries'
{
	account c '{id_number: "440103198804120028", at: 7}'
	account d '{id_number: "510104197501200039", at: "8"}'
	account e '{at: -1}'
	account f '{at: 1.5}'
	account g
} >in
say verify register --source q/3 --pos at in | sed 's/^{"account":"\([a-z]*\)".*/\1/'
beian-store pos q/3
account c '{at: 8, id_number: "440103198804120028", name: "changed"}' | verify register --source q/3 --pos at -v
account c '{at: 9, id_number: "440103198804120028", name: "changed"}' | try verify register --source q/3 --pos at -v
beian-store pos q/3
beian-store pos none
echo '-- also for what closes'
echo '{"account":"c","time":"2026-11-20"}' >in
verify close --source closing in
verify close --source closing -v in
