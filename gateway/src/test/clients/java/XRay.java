import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The X-Ray SDK for Java. Its client id is a static field, so each client has the SDK's classes to itself. */
final class XRay implements Client.Sdk {
    private static final String SAMPLING = "com.amazonaws.xray.strategy.sampling.";

    private final Object strategy;
    private final MethodHandle request;
    private final MethodHandle shouldTrace;
    private final MethodHandle isSampled;
    private final MethodHandle ruleName;

    XRay(String address, String serviceName, String serviceType) throws Throwable {
        var classes = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(classes);
        System.setProperty("com.amazonaws.xray.emitters.daemonAddress", address);
        var lookup = MethodHandles.publicLookup();
        var strategyType = classes.loadClass(SAMPLING + "CentralizedSamplingStrategy");
        var requestType = classes.loadClass(SAMPLING + "SamplingRequest");
        var responseType = classes.loadClass(SAMPLING + "SamplingResponse");
        strategy = strategyType.getConstructor().newInstance();
        request = lookup.unreflectConstructor(requestType.getConstructor(String.class, String.class, String.class,
                String.class, String.class));
        shouldTrace = lookup.unreflect(strategyType.getMethod("shouldTrace", requestType));
        isSampled = lookup.unreflect(responseType.getMethod("isSampled"));
        ruleName = lookup.unreflect(responseType.getMethod("getRuleName"));
    }

    @Override
    public Client.Answer decide(Map<String, String> asked) throws Throwable {
        var answer = shouldTrace.invoke(strategy, request.invoke(asked.get("serviceName"), asked.get("host"),
                asked.get("urlPath"), asked.get("httpMethod"), asked.get("serviceType")));
        var rule = (Optional<?>) ruleName.invoke(answer);
        return new Client.Answer((boolean) isSampled.invoke(answer), (String) rule.orElse(null));
    }

    static List<Map<String, Object>> match(JsonNode one) throws Throwable {
        var client = new XRay(one.get("address").asText(), null, null);
        // a request without attributes matches Default at least: a name means that the rules have come
        while (client.decide(Map.of()).rule() == null) {
            Thread.sleep(20);
        }
        var lines = new ArrayList<Map<String, Object>>();
        for (var asked : one.get("requests")) {
            lines.add(Map.of("rule", client.decide(Client.attributes(asked)).rule()));
        }
        return lines;
    }

    private static URL[] classPath() throws Exception {
        var urls = new ArrayList<URL>();
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(new File(entry).toURI().toURL());
        }
        return urls.toArray(URL[]::new);
    }
}
