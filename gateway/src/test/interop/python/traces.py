"""Sends one trace of each kind that the X-Ray SDK for Python makes, and prints their ids as JSON."""

import json
import sys

from aws_xray_sdk.core import xray_recorder
from aws_xray_sdk.core.models import http

PARTS = 40


def plain():
    """One service calling another, with annotations, metadata, a user and HTTP data."""
    front = xray_recorder.begin_segment("py-front")
    front.put_http_meta(http.METHOD, "GET")
    front.put_http_meta(http.URL, "http://shop.test/cart?id=7")
    front.put_http_meta(http.STATUS, 200)
    front.set_user("ada")
    front.put_annotation("cart", 7)
    front.put_annotation("express", True)
    front.put_metadata("lines", [{"item": "tëapot"}], "shop")
    with xray_recorder.in_subsegment("py-back", namespace="remote") as call:
        call.put_http_meta(http.STATUS, 200)
        caller = call.id
    xray_recorder.end_segment()

    xray_recorder.begin_segment("py-back", traceid=front.trace_id, parent_id=caller)
    xray_recorder.end_segment()
    return front.trace_id


def failing():
    """An exception inside a subsegment, which the SDK catches on its way out."""
    segment = xray_recorder.begin_segment("py-failing")
    try:
        with xray_recorder.in_subsegment("charge card"):
            raise ValueError("the card has expired")
    except ValueError:
        segment.put_http_meta(http.STATUS, 500)
        segment.add_fault_flag()
    xray_recorder.end_segment()
    return segment.trace_id


def streamed():
    """More subsegments than the SDK keeps: it sends finished ones as documents of their own before the segment ends."""
    segment = xray_recorder.begin_segment("py-streamed")
    for part in range(PARTS):
        with xray_recorder.in_subsegment(f"part {part}"):
            pass
    xray_recorder.end_segment()
    return segment.trace_id


def unfinished():
    """A segment that never ends."""
    segment = xray_recorder.begin_segment("py-unfinished")
    xray_recorder.emitter.send_entity(segment)
    xray_recorder.clear_trace_entities()
    return segment.trace_id


def finished_later():
    """A segment sent while in progress and again when done: the second version replaces the first."""
    segment = xray_recorder.begin_segment("py-finished-later")
    xray_recorder.emitter.send_entity(segment)
    segment.put_annotation("outcome", "done")
    xray_recorder.end_segment()
    return segment.trace_id


# The daemon's address is AWS_XRAY_DAEMON_ADDRESS, which the SDK reads itself.
xray_recorder.configure(sampling=False, streaming_threshold=10, context_missing="RUNTIME_ERROR")
json.dump({kind.__name__: kind() for kind in (plain, failing, streamed, unfinished, finished_later)}, sys.stdout)
