# CSV in GB18030 from a pipe, which has no name that tells: the heading does.
. "$CASES/common"

printf '账号ID,账号名称\na,青柠\nb,㐂\n' | iconv -f utf-8 -t gb18030 >g
say verify --no-store --encoding GB18030 <g | sed 's/,"verdict".*//'
