import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes sampling decisions with an SDK: {@code java Client.java SDK CONFIG}. See ../README.md; SDK is xray or otel. */
final class Client {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Client() {}

    /** What an SDK says: whether to sample, and the rule's name where the SDK tells it. */
    record Answer(boolean sampled, String rule) {}

    /** One process's worth of an SDK. */
    interface Sdk {
        Answer decide(Map<String, String> request) throws Throwable;
    }

    /** Makes a client of the endpoint and the service. */
    interface Maker {
        Sdk open(String address, String serviceName, String serviceType) throws Throwable;
    }

    public static void main(String[] args) throws Throwable {
        var config = JSON.readTree(new File(args[1]));
        boolean otel = args[0].equals("otel");
        if (config.get("mode").asText().equals("decide")) {
            decide(config, otel ? OTel::new : XRay::new);
        }
        for (int number = 0; number < config.get("cases").size(); number++) {
            var one = config.get("cases").get(number);
            var lines = otel ? OTel.match(one) : XRay.match(one);
            for (int index = 0; index < lines.size(); index++) {
                var line = new LinkedHashMap<String, Object>(Map.of("case", number, "request", index));
                line.putAll(lines.get(index));
                print(line);
            }
        }
        // the SDKs' pollers are no daemon threads
        System.exit(0);
    }

    private static void decide(JsonNode config, Maker maker) throws Throwable {
        var addresses = config.get("addresses");
        long staggerNanos = config.get("staggerMillis").asLong() * 1_000_000 / addresses.size();
        long periodNanos = (long) (1e9 / config.get("perSecond").asDouble());
        boolean changesOnly = config.get("changesOnly").asBoolean();
        var clients = new ArrayList<Sdk>();
        var last = new HashMap<List<Object>, Boolean>();
        long began = System.nanoTime();
        for (long tick = began;; tick += periodNanos) {
            // one at a time: making a client takes long enough for the next one to be due
            if (clients.size() < addresses.size() && System.nanoTime() - began >= staggerNanos * clients.size()) {
                clients.add(maker.open(addresses.get(clients.size()).asText(), "shop", null));
            }
            for (int index = 0; index < clients.size(); index++) {
                for (var path : config.get("paths")) {
                    var answer = clients.get(index).decide(request(path.asText()));
                    var before = last.put(List.of(index, path), answer.sampled());
                    if (!changesOnly || before == null || before != answer.sampled()) {
                        print(line(index, path.asText(), answer));
                    }
                }
            }
            Thread.sleep(Math.max(1, (tick + periodNanos - System.nanoTime()) / 1_000_000));
        }
    }

    private static Map<String, Object> line(int client, String path, Answer answer) {
        var line = new LinkedHashMap<String, Object>();
        line.put("t", System.currentTimeMillis());
        line.put("client", client);
        line.put("path", path);
        line.put("sampled", answer.sampled());
        line.put("rule", answer.rule());
        return line;
    }

    private static Map<String, String> request(String path) {
        return Map.of("serviceName", "shop", "host", "shop.test", "httpMethod", "GET", "urlPath", path);
    }

    /** The attributes that the request names. */
    static Map<String, String> attributes(JsonNode request) {
        var attributes = new HashMap<String, String>();
        request.properties()
                .stream()
                .filter(field -> field.getValue().isTextual())
                .forEach(field -> attributes.put(field.getKey(), field.getValue().asText()));
        return attributes;
    }

    private static void print(Map<String, Object> line) throws Exception {
        System.out.println(JSON.writeValueAsString(line));
    }
}
