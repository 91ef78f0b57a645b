"""Begins segments until one is sampled by a rule that the SDK fetched from the gateway; prints that rule's name as JSON."""

import json
import sys
import time

from aws_xray_sdk.core import xray_recorder

DEADLINE_SECONDS = 60


def rule_of_next_segment():
    segment = xray_recorder.begin_segment("py-sampled")
    rule = segment.aws["xray"].get("sampling_rule_name") if segment.sampled else None
    xray_recorder.end_segment()
    return rule, segment.trace_id


xray_recorder.configure(sampling=True)
give_up = time.monotonic() + DEADLINE_SECONDS
while True:
    rule, trace = rule_of_next_segment()
    if rule:
        json.dump({"rule": rule, "trace": trace}, sys.stdout)
        break
    if time.monotonic() > give_up:
        sys.exit(f"no segment was sampled by a fetched rule within {DEADLINE_SECONDS} s")
    # the SDK fetches rules in a thread of its own and tells nobody when it is done
    time.sleep(0.2)
