# A place where the summary cannot be written is told before anything is done.
. "$CASES/common"

beian-store init
account a >in
say verify register --summary no/such in
verify list
