import com.fasterxml.jackson.databind.JsonNode;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.contrib.awsxray.AwsXrayRemoteSampler;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** OpenTelemetry's X-Ray remote sampler for Java. */
final class OTel implements Client.Sdk {
    private static final Map<String, String> ATTRIBUTES = Map.of("host", "http.host", "httpMethod", "http.method",
            "urlPath", "http.target");
    private static final Map<String, String> PLATFORMS = Map.of("AWS::ECS::Container", "aws_ecs",
            "AWS::EC2::Instance", "aws_ec2");

    private final Sampler sampler;

    OTel(String address, String serviceName, String serviceType) {
        var resource = Attributes.builder();
        if (serviceName != null) {
            resource.put("service.name", serviceName);
        }
        if (serviceType != null) {
            resource.put("cloud.platform", PLATFORMS.get(serviceType));
        }
        sampler = AwsXrayRemoteSampler.newBuilder(Resource.create(resource.build()))
                .setEndpoint("http://" + address)
                .build();
    }

    @Override
    public Client.Answer decide(Map<String, String> request) {
        return new Client.Answer(sampled(request, ThreadLocalRandom.current().nextLong()), null);
    }

    /** Decides for a trace whose id ends in these 64 bits, which the ratio sampler compares. */
    private boolean sampled(Map<String, String> request, long low) {
        var attributes = Attributes.builder();
        ATTRIBUTES.forEach((key, name) -> {
            if (request.containsKey(key)) {
                attributes.put(name, request.get(key));
            }
        });
        var traceId = "0000000000000001" + "%016x".formatted(low);
        var result = sampler.shouldSample(Context.root(), traceId, "span", SpanKind.SERVER, attributes.build(), List.of());
        return result.getDecision() == SamplingDecision.RECORD_AND_SAMPLE;
    }

    /** How many of the rates 1/steps, 2/steps and so on the matching rule's rate includes; 0 until the rules have come. */
    private int step(Map<String, String> request, int steps) {
        int count = 0;
        for (int step = steps - 1; step >= 0; step--) {
            boolean sampled = sampled(request, (long) ((step + 0.5) / steps * Long.MAX_VALUE));
            if (sampled ? step == steps - 1 : count > 0) {
                return 0;
            }
            count += sampled ? 1 : 0;
        }
        return count;
    }

    static List<Map<String, Object>> match(JsonNode one) throws InterruptedException {
        var clients = new HashMap<List<String>, OTel>();
        var lines = new ArrayList<Map<String, Object>>();
        for (var asked : one.get("requests")) {
            var request = Client.attributes(asked);
            var name = request.get("serviceName");
            var type = request.get("serviceType");
            var client = clients.computeIfAbsent(Arrays.asList(name, type),
                    _ -> new OTel(one.get("address").asText(), name, type));
            int step = 0;
            while (step == 0) {
                Thread.sleep(20);
                step = client.step(request, one.get("steps").asInt());
            }
            lines.add(Map.of("step", step));
        }
        return lines;
    }
}
