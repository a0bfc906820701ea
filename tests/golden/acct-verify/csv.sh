# CSV: columns are members, rows that are none are refused by line.
. "$CASES/common"

cat >in.csv <<'END'
account,name,labels,interactive,subscribers,platform_rank,note
a,x,a;b;,true,007,7,
b, y ,"a;b",maybe,-5,,"two
lines"
c,few
d,x,,,,,,,many
e,"open,,,,,

f,x,,,1,1,1
g,"quo"ted,,,,,
h,x,,,,,
END
say verify --no-store --rejects r --where .account in.csv | sed 's/,"verdict".*//'
cat r
echo '-- a name that does not tell: the heading does'
cp in.csv in.txt
verify --no-store -q <in.txt | wc -l | tr -d ' '
