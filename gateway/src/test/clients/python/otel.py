"""OpenTelemetry's X-Ray remote sampler for Python, of the AWS distribution."""

import random
import time

from amazon.opentelemetry.distro.sampler.aws_xray_remote_sampler import AwsXRayRemoteSampler
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace.sampling import Decision
from opentelemetry.trace import SpanKind

ATTRIBUTES = {"host": "http.host", "httpMethod": "http.method", "urlPath": "http.target"}
PLATFORMS = {"AWS::ECS::Container": "aws_ecs", "AWS::EC2::Instance": "aws_ec2"}


class Client:
    def __init__(self, address, service_name, service_type):
        resource = {}
        if service_name is not None:
            resource["service.name"] = service_name
        if service_type is not None:
            resource["cloud.platform"] = PLATFORMS[service_type]
        self.sampler = AwsXRayRemoteSampler(Resource(resource), endpoint="http://" + address)

    def decide(self, request):
        return self.sampled(request, random.getrandbits(128)), None

    def sampled(self, request, trace_id):
        attributes = {name: request[key] for key, name in ATTRIBUTES.items() if key in request}
        result = self.sampler.should_sample(None, trace_id, "span", kind=SpanKind.SERVER, attributes=attributes)
        return result.decision is Decision.RECORD_AND_SAMPLE

    def step(self, request, steps):
        """How many of the rates 1/steps, 2/steps and so on the matching rule's rate includes; 0 until the rules have come."""
        fractions = [(step + 0.5) / steps for step in reversed(range(steps))]
        answers = [self.sampled(request, int(fraction * 2**64)) for fraction in fractions]
        return sum(answers) if answers == sorted(answers) and not answers[0] else 0


def match(case):
    clients = {}
    lines = []
    for request in case["requests"]:
        resource = request.get("serviceName"), request.get("serviceType")
        if resource not in clients:
            clients[resource] = Client(case["address"], *resource)
        step = 0
        while step == 0:
            time.sleep(0.02)
            step = clients[resource].step(request, case["steps"])
        lines.append({"step": step})
    return lines
