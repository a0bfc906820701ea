# Answers of the programs in the words of reference.awk; $verb: of which step.
def no: .verdict == "reject";
def ok: .id + if no then " no" else " ok" end;
def hits: [.listed[]? | select(.match == "hit").n] | sort | map(tostring) | join(",") |
    if . == "" then "-" else . end;
if $verb == "add" then ok + if no then "" else " \(.listing)" +
    ([.listed[] | "," + (.until[0:19] + "Z" | fromdate | tostring)] | join("")) end
elif $verb == "event" then ok + if no then "" else " \(.credit) \(.level)" end
elif $verb == "due" then select(.due == "ended") | "due \(.measure)"
elif $verb == "pipe" then ok + " " + ([.findings[] | select(.verdict == "reject").code] | unique |
    if . == [] then "-" else join(",") end) + " \(hits) \(.credit // "-") \(.level // "-")"
elif $verb == "end" then "\(.account) \(hits) \(.after.state) \(.credit) \(.level) -\(
    [.services[] | "," + .] | join(""))"
else ok end
