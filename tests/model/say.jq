# An answer of group-cap in the words of group.awk.
[.id, .verdict, (reduce .findings[].code as $c ([]; if index($c) then . else . + [$c] end) |
    if . == [] then "-" else join(",") end),
    if .verdict == "reject" then empty else .membership // "-", .members, .limit, .joined // "-",
    .created // "-", (select(.op == "create").group_code) end] | map(tostring) | join(" ")
