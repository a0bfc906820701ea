# The store: missing, empty, of a loose key, without a key, of another key.
. "$CASES/common"

account a >in
say verify in
say verify register -s elsewhere in
mkdir empty
say verify register -s empty in
ls empty
beian-store init
chmod 644 store/key
say verify register in
chmod 600 store/key
mv store/key key
say verify register in
say env BEIAN_KEY=key acct-verify list
mv key store/key
beian-store init -s other
cp other/key key
say env BEIAN_KEY=key acct-verify list
ln -s store/key link
say env BEIAN_KEY=link acct-verify list
chmod 777 store
say verify list
