"""Reads traces back with boto3, every page, and prints what X-Ray answered as JSON.

usage: read_back.py TRACE_ID...
"""

import json
import sys
import time

import boto3

# The endpoint is AWS_ENDPOINT_URL_XRAY, which boto3 reads itself.
xray = boto3.client("xray", region_name="us-east-1", aws_access_key_id="any", aws_secret_access_key="any")
trace_ids = sys.argv[1:]
now = time.time()
window = {"StartTime": now - 600, "EndTime": now + 60}


def pages(operation, member, **request):
    return [item for page in xray.get_paginator(operation).paginate(**request) for item in page[member]]


def traces():
    """X-Ray answers five traces a call."""
    found = []
    for start in range(0, len(trace_ids), 5):
        found += pages("batch_get_traces", "Traces", TraceIds=trace_ids[start : start + 5])
    return {trace["Id"]: with_documents_read(trace) for trace in found}


def with_documents_read(trace):
    documents = [json.loads(segment["Document"]) for segment in trace["Segments"]]
    return {"Duration": trace.get("Duration"), "LimitExceeded": trace.get("LimitExceeded"), "Documents": documents}


def targets():
    """As an SDK reports what it sampled; one rule is known, the other is not."""
    statistics = {"ClientID": "0123456789abcdef01234567", "Timestamp": now}
    counts = {"RequestCount": 5, "SampledCount": 1, "BorrowCount": 1}
    reply = xray.get_sampling_targets(
        SamplingStatisticsDocuments=[
            {"RuleName": "Default", **statistics, **counts},
            {"RuleName": "no-such-rule", **statistics, **counts},
        ]
    )
    del reply["ResponseMetadata"]
    return reply


json.dump(
    {
        "summaries": {s["Id"]: s for s in pages("get_trace_summaries", "TraceSummaries", **window)},
        "traces": traces(),
        "service_graph": pages("get_service_graph", "Services", **window),
        "trace_graph": pages("get_trace_graph", "Services", TraceIds=trace_ids[:1]),
        "rules": pages("get_sampling_rules", "SamplingRuleRecords"),
        "targets": targets(),
    },
    sys.stdout,
    default=str,
)
