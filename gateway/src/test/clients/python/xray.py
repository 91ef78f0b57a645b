"""The X-Ray SDK for Python."""

import time

from aws_xray_sdk.core.context import Context
from aws_xray_sdk.core.daemon_config import DaemonConfig
from aws_xray_sdk.core.sampling.sampler import DefaultSampler

NAMES = {"serviceName": "service", "serviceType": "service_type", "host": "host", "httpMethod": "method", "urlPath": "path"}


class Client:
    def __init__(self, address, _service_name, _service_type):
        self.sampler = DefaultSampler()
        self.sampler.load_settings(DaemonConfig(address), Context())

    def decide(self, request):
        # a rule's name, or True and False where a local rule decided
        answer = self.sampler.should_trace({NAMES[key]: value for key, value in request.items() if key in NAMES})
        return bool(answer), answer if isinstance(answer, str) else None


def match(case):
    client = Client(case["address"], None, None)
    # a request without attributes matches a rule too: a name means that the rules have come
    while client.decide({})[1] is None:
        time.sleep(0.02)
    return [{"rule": client.decide(request)[1]} for request in case["requests"]]
