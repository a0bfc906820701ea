# Positions begin at 0, as offsets of Kafka do: the first record is not passed over.
. "$CASES/common"

beian-store init
{ account a '{at: 0}'; account b '{at: 1, id_number: "330102198501012044"}'; } >in
try verify register --source q/3 --pos at in
beian-store pos q/3
