"""idcheck.py FILE: python3-stdnum doing the identity checks alone, on the records of a file."""
import json
import sys

from stdnum.cn import ric, uscc

CHECK = {"resident-id": ric.is_valid, "uscc": uscc.is_valid}


def main():
    good = bad = other = 0
    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            for kind, number in (("id_type", "id_number"),
                                 ("operator_id_type", "operator_id_number")):
                check = CHECK.get(record.get(kind))
                if check is None:
                    other += 1
                elif check(record.get(number, "")):
                    good += 1
                else:
                    bad += 1
    print(good, "valid,", bad, "not,", other, "of other kinds")


main()
