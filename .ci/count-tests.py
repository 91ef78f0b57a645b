"""Counts the tests of Surefire and Failsafe reports. Fails on a failed or skipped test, and on a folder without any.

usage: count-tests.py FOLDER...
"""

import sys
from pathlib import Path
from xml.etree import ElementTree


def outcome(case):
    if case.find("skipped") is not None:
        return "skipped"
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "passed"


counts = {"passed": 0, "failed": 0, "skipped": 0}
complaints = []
for folder in sys.argv[1:]:
    cases = [case for report in Path(folder).glob("TEST-*.xml") for case in ElementTree.parse(report).iter("testcase")]
    if not cases:
        complaints.append(f"{folder}: no test ran")
    for case in cases:
        result = outcome(case)
        counts[result] += 1
        if result != "passed":
            complaints.append(f"{result}: {case.get('classname')}.{case.get('name')}")

for complaint in complaints:
    print(complaint)
print(", ".join(f"{count} {result}" for result, count in counts.items()))
sys.exit(1 if complaints else 0)
