package dev.tracegate.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import dev.tracegate.testkit.FakeXRay;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Native libraries come from the distribution: hardened hosts allow no library to be unpacked into /tmp and loaded from there. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class NativesIT {
    private static final String LAUNCHER = Workplace.DISTRIBUTION.resolve("bin/tracegate").toString();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String DOCUMENT = "{\"trace_id\":\"1-581cf771-a006649127e371903a2de979\",\"id\":\"70de5b6f19ff9a0a\","
            + "\"name\":\"shop\",\"start_time\":1.0,\"end_time\":2.0}";

    private final FakeXRay xray = FakeXRay.start();
    private final int port = Ports.free();
    private final int admin = Ports.free();

    @BeforeEach
    void needMountNamespaces() {
        Workplace.need("root's right to mount", "unshare", "-m", "true");
    }

    @AfterEach
    void close() {
        xray.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"noexec", "ro"})
    void profile_host_uses_epoll_and_the_spool_with_every_kind_of_tmp(String mount) throws Exception {
        try (var gateway = start(mount, "--sink", "aws", "--profile", "host")) {
            send();

            await().until(() -> xray.documents().contains(DOCUMENT));
            await().until(() -> gateway.log().contains("The spool works"));
            assertThat(gateway.log()).contains("Crypto is native: AmazonCorrettoCryptoProvider 2.");
            assertUnimpaired(gateway);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"noexec", "ro"})
    void embedded_mode_stores_traces_with_every_kind_of_tmp(String mount) throws Exception {
        try (var gateway = start(mount, "--sink", "embedded")) {
            send();

            await().until(() -> traces().contains("70de5b6f19ff9a0a"));
            assertUnimpaired(gateway);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            true                                                        | no amazonCorrettoCryptoProvider in java.library.path
            cp $LIB/linux-$OTHER/libamazon*.so /mnt                     | cannot open shared object file
            mount -o remount,noexec /mnt; cp $LIB/linux-$OWN/*.so /mnt  | is its file system mounted noexec?
            """)
    void without_the_crypto_library_the_jvm_crypto_is_used_after_one_warning(String prepare, String reason)
            throws Exception {
        var own = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
        var script = "mount -t tmpfs tmpfs /mnt; " + prepare
                .replace("$LIB", Workplace.DISTRIBUTION.resolve("lib/native").toString())
                .replace("$OTHER", own.equals("aarch64") ? "x86_64" : "aarch64")
                .replace("$OWN", own);
        var variables = new HashMap<>(environment(Files.createTempDirectory(Workplace.folder("natives"), "crypto")));
        variables.put("TRACEGATE_JAVA_OPTS", "-Djava.library.path=/mnt");
        try (var gateway = start(script, "crypto", variables, "--sink", "aws")) {
            send();

            await().until(() -> xray.documents().contains(DOCUMENT));
            assertThat(gateway.log().lines().filter(line -> line.contains("[Warn]")))
                    .singleElement(STRING)
                    .contains("Native crypto is not available", reason);
        }
    }

    private Running start(String mount, String... flags) throws IOException {
        var folder = Files.createTempDirectory(Workplace.folder("natives"), mount);
        return start("mount -t tmpfs -o " + mount + " tmpfs /tmp", mount, environment(folder), flags);
    }

    private Running start(String script, String name, Map<String, String> variables, String... flags) {
        var address = "127.0.0.1:" + port;
        var command = new ArrayList<>(List.of("unshare", "-m", "sh", "-c", script + " && exec \"$@\"", "sh", LAUNCHER,
                "-o", "-n", "us-east-1", "-b", address, "-t", address, "--admin", "127.0.0.1:" + admin));
        command.addAll(List.of(flags));
        return Command.of(command)
                .with(variables)
                .start("gateway-natives-" + name + flags[1])
                .awaitReady(() -> get("http://127.0.0.1:" + admin + "/health/ready").equals("200"));
    }

    private Map<String, String> environment(Path folder) {
        return Map.of("AWS_ENDPOINT_URL_XRAY", xray.url(), "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY", "secret", "TRACEGATE_DRAIN_QUIET", "0s", "TRACEGATE_SPOOL_ENABLED", "true",
                "TRACEGATE_SPOOL_FOLDER", folder.resolve("spool").toString(), "TRACEGATE_EMBEDDED_STORE",
                folder.resolve("traces.db").toString());
    }

    private static void assertUnimpaired(Running gateway) {
        assertThat(gateway.log()).doesNotContain("no epoll", "[Warn]", "[Error]", "\tat ");
    }

    private void send() throws IOException {
        byte[] bytes = ("{\"format\":\"json\",\"version\":1}\n" + DOCUMENT).getBytes(UTF_8);
        try (var socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress("127.0.0.1", port)));
        }
    }

    private String traces() throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/Traces"))
                .POST(BodyPublishers.ofString("{\"TraceIds\":[\"1-581cf771-a006649127e371903a2de979\"]}"))
                .build();
        return HTTP.send(request, BodyHandlers.ofString()).body();
    }

    private static String get(String uri) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(uri)).build();
        return String.valueOf(HTTP.send(request, BodyHandlers.discarding()).statusCode());
    }
}
