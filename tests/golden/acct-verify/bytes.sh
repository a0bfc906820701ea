# What the program does not own passes byte for byte: order, blanks, escapes, integers of 20
# digits; what it owns stands where it stood, or at the end.
. "$CASES/common"

cat >in <<'END'
 { "x" : 12345678901234567890 ,"account":"\u0061","y":[1.10,1e400,-0.0, {"a":{}}],	"name" : "青\u67e0观察\/","id_number"  :  "330102199003071230" , "mobile":"13800138000","z":"\ud83d\ude00é"}
{"findings":[ {"code":"theirs","verdict":"review"} ] ,"verdict":"review","account":"b","id_type":"resident-id","id_number":"330102199003071230","subject":"no key","grade":"D"}
{"account":"c","findings":[],"verdict":null}
{"account":"","user":""}
{}
END
verify --no-store in
