package dev.tracegate.faults;

import dev.tracegate.testkit.SelfSigned;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The running fake X-Ray, credentials endpoint, gateways and senders. */
final class Stage implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Path folder;
    private final HttpServerOptions listening;
    private final HttpServerOptions impostor;
    private final MisbehavingXRay xray;
    private final KeyService keys;
    private final List<GatewayUnderTest> gateways = new ArrayList<>();
    private final List<SegmentSender> senders = new ArrayList<>();

    Stage(Fault fault, Scale scale, Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        var certificate = fault.tls() ? SelfSigned.make(made("right"), "ip:127.0.0.1") : null;
        this.listening = certificate == null ? new HttpServerOptions() : certificate.serverOptions();
        this.impostor = certificate == null
                ? listening
                : SelfSigned.make(made("wrong"), "ip:127.0.0.1").serverOptions();
        this.xray = MisbehavingXRay.start(vertx, listening);
        this.keys = new KeyService(vertx, xray.door());
        var variables = new HashMap<>(Map.of("TRACEGATE_SPOOL_ENABLED", "false", "AWS_ENDPOINT_URL_XRAY", xray.url(),
                "AWS_CONTAINER_CREDENTIALS_FULL_URI", keys.url()));
        if (certificate != null) {
            variables.put("AWS_CA_BUNDLE", certificate.certificate().toString());
        }
        for (int number = 1; number <= scale.gateways(); number++) {
            var own = new HashMap<>(variables);
            own.putAll(fault.setting().apply(folder));
            var name = fault.name().replaceAll("[^A-Za-z0-9]+", "-") + "-" + number;
            gateways.add(GatewayUnderTest.start(name, folder, scale.bufferMib(), own));
            senders.add(new SegmentSender(number, gateways.getLast().port()));
        }
    }

    MisbehavingXRay xray() {
        return xray;
    }

    KeyService keys() {
        return keys;
    }

    List<GatewayUnderTest> gateways() {
        return gateways;
    }

    List<SegmentSender> senders() {
        return senders;
    }

    /** X-Ray listens again with the trusted certificate. */
    void comeBack() {
        xray.comeBack(listening);
    }

    /** A server with an untrusted certificate listens in place of X-Ray. */
    void comeBackAsImpostor() {
        xray.comeBack(impostor);
    }

    Reading books() {
        return gateways.stream().map(GatewayUnderTest::books).reduce(Reading.NOTHING, Reading::plus);
    }

    long kernelDropped() {
        return gateways.stream().mapToLong(GatewayUnderTest::kernelDropped).sum();
    }

    long sent() {
        return senders.stream().mapToLong(SegmentSender::sent).sum();
    }

    @Override
    public void close() throws IOException {
        try {
            for (var sender : senders) {
                sender.close();
            }
            gateways.forEach(GatewayUnderTest::close);
        } finally {
            keys.close();
            xray.close();
            vertx.close().await();
        }
    }

    private Path made(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }
}
