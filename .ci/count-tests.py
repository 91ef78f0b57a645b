"""Counts the tests of Surefire and Failsafe reports. Fails on a failed or skipped test, and on a folder without any.

Prints for each failed test its stack trace and the file with the output of its class.

usage: count-tests.py FOLDER...
"""

import sys
from pathlib import Path
from xml.etree import ElementTree


# enough for the message and the frames of the test itself
TRACE_LINES = 40


def outcome(case):
    if case.find("skipped") is not None:
        return "skipped"
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "passed"


def cause(case, report):
    failure = case.find("failure")
    found = case.find("error") if failure is None else failure
    trace = found.text or found.get("message") or ""
    lines = trace.strip().splitlines()
    shown = [f"    {line}" for line in lines[:TRACE_LINES]]
    if len(lines) > TRACE_LINES:
        shown.append(f"    ({len(lines) - TRACE_LINES} more lines in {report})")
    output = report.with_name(report.name.removeprefix("TEST-").removesuffix(".xml") + "-output.txt")
    if output.exists():
        shown.append(f"    output: {output}")
    return shown


counts = {"passed": 0, "failed": 0, "skipped": 0}
complaints = []
for folder in sys.argv[1:]:
    cases = [(report, case) for report in sorted(Path(folder).glob("TEST-*.xml"))
             for case in ElementTree.parse(report).iter("testcase")]
    if not cases:
        complaints.append(f"{folder}: no test ran")
    for report, case in cases:
        result = outcome(case)
        counts[result] += 1
        if result != "passed":
            complaints.append(f"{result}: {case.get('classname')}.{case.get('name')}")
        if result == "failed":
            complaints.extend(cause(case, report))

for complaint in complaints:
    print(complaint)
print(", ".join(f"{count} {result}" for result, count in counts.items()))
sys.exit(1 if complaints else 0)
