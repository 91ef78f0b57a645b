package dev.tracegate.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import dev.tracegate.testkit.FakeXRay;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The distribution as a real process where a JVM would behave otherwise than the X-Ray daemon: locale, signals, standard output, AOT cache. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class DropInIT {
    private static final String LAUNCHER = Workplace.DISTRIBUTION.resolve("bin/tracegate").toString();
    private static final String TOKEN = "0123456789abcdef";
    private static final String UNUSED_CACHE = "/lib/tracegate.aot is not used, because";

    private final FakeXRay xray = FakeXRay.start();
    private final int port = Ports.free();
    private final int admin = Ports.free();
    @TempDir
    private Path folder;
    private Running gateway;

    @AfterEach
    void close() {
        if (gateway != null) {
            gateway.kill();
        }
        xray.close();
    }

    /**
     * A shell makes the names, because the JVM of this test may run in the C locale itself; it sees what is written through a link.
     *
     * @param locale as variables; the JVM's own default is UTF-8 for contents, and the locale's for paths
     */
    @ParameterizedTest
    @CsvSource({"dash,LC_ALL=C", "bash,LC_ALL=POSIX", "busybox ash,LANG=C", "sh,NO_LOCALE="})
    void non_ascii_paths_work_in_every_locale(String shell, String locale) throws Exception {
        Workplace.need(shell, ("env " + shell + " -c true").split(" "));
        var script = """
                set -e
                own=$(printf '\\303\\274-\\316\\251')
                mkdir "$1/$own" && ln -s "$own" "$1/seen" && cd "$1/$own"
                echo "$TOKEN" >"token-$own"
                cat >"$own.yaml" <<END
                listen: {adminTokenFile: token-$own}
                spool: {enabled: true, folder: "$PWD/spool-$own"}
                END
                exec env -i PATH="$PATH" $LOCALE $VARIABLES $SHELL_NAME "$LAUNCHER" $FLAGS --profile host -c "$own.yaml" -f "$PWD/log-$own/x.log"
                """;
        gateway = Command.of("sh", "-c", script, "sh", folder.toString())
                .with("TOKEN", TOKEN)
                .with("LOCALE", locale)
                .with("VARIABLES", variables())
                .with("SHELL_NAME", shell)
                .with("LAUNCHER", LAUNCHER)
                .with("FLAGS", String.join(" ", flags()))
                .start("gateway-beyond-ascii")
                .awaitReady(this::isReady);

        assertThat(status("/v1/books", "Bearer " + TOKEN)).isEqualTo(200);
        var log = seen("log-");
        await().until(() -> Files.readString(log.resolve("x.log")).contains("The spool works"));
        assertThat(seen("spool-").resolve("spool.db")).isRegularFile();
        stop();
        assertThat(gateway.log()).doesNotContain("xception", "\tat ");
    }

    /** The only entry with the given prefix. */
    private Path seen(String prefix) throws IOException {
        var list = new ProcessBuilder("sh", "-c", "cd \"$1\" && ln -s " + prefix + "* plain-" + prefix, "sh",
                folder.resolve("seen").toString()).inheritIO().start();
        try {
            assertThat(list.waitFor()).isZero();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return folder.resolve("seen/plain-" + prefix);
    }

    @Test
    void a_second_hangup_does_not_end_a_drain() throws Exception {
        // the parent of the tests may ignore SIGHUP, like nohup
        start("hangup", "env", "--default-signal=HUP", LAUNCHER);
        xray.behave(FakeXRay.hang());
        send("waits");

        signal("HUP");
        await().until(() -> gateway.log().contains("Got shutdown signal: hangup"));
        signal("HUP");
        xray.behave(null);

        assertThat(gateway.waitFor()).isZero();
        assertThat(gateway.log()).containsOnlyOnce("Got shutdown signal: ").contains("Shutdown finished");
        assertThat(xray.documents()).contains("waits");
    }

    @Test
    void under_nohup_a_hangup_is_ignored() throws Exception {
        start("nohup", "nohup", LAUNCHER);

        signal("HUP");
        send("goes on");

        await().until(() -> xray.documents().contains("goes on"));
        stop();
        assertThat(gateway.log()).containsOnlyOnce("Got shutdown signal: terminated").doesNotContain("hangup");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exec \"$@\" >/dev/full", "exec \"$@\" >&-", "exec \"$@\" >&- 2>&-"})
    void a_full_or_closed_standard_output_has_no_effect(String redirection) throws Exception {
        start("stdout", "sh", "-c", redirection, "sh", LAUNCHER);

        send("delivered");

        await().until(() -> xray.documents().contains("delivered"));
        stop();
    }

    @Test
    void an_unused_aot_cache_causes_one_warning_with_the_remedy() throws Exception {
        var made = folder.resolve("made");
        run("cp", "-a", Workplace.DISTRIBUTION.toString(), made.toString());
        if (Files.notExists(made.resolve("lib/tracegate.aot"))) {
            run(made.resolve("bin/make-aot-cache").toString());
        }
        assertThat(warnings(made)).isEmpty();

        var copy = folder.resolve("copy");
        run("cp", "-r", made.toString(), copy.toString());
        assertThat(warnings(copy)).singleElement(STRING)
                .contains(copy.toRealPath() + UNUSED_CACHE, "Copy with `cp -a`, or run bin/make-aot-cache");

        // the first bytes name the JVM that made it
        run("sh", "-c", "printf 'of another JVM' | dd of=\"$1\" conv=notrunc", "sh", made + "/lib/tracegate.aot");
        assertThat(warnings(made)).singleElement(STRING).contains(made.toRealPath() + UNUSED_CACHE);
    }

    private List<String> warnings(Path distribution) throws Exception {
        start("aot", distribution.resolve("bin/tracegate").toString());
        stop();
        return gateway.log().lines().filter(line -> line.contains("[Warn]") || line.contains("aot")).toList();
    }

    private static void run(String... words) throws IOException {
        Command.of(words).run(Duration.ofMinutes(3)).succeeded();
    }

    private void start(String name, String... words) {
        var command = new ArrayList<>(List.of(words));
        command.addAll(flags());
        var process = Command.of(command);
        for (var variable : variables().split(" ", -1)) {
            process.with(variable.split("=", 2)[0], variable.split("=", 2)[1]);
        }
        gateway = process.start("gateway-drop-in-" + name).awaitReady(this::isReady);
    }

    private List<String> flags() {
        var address = "127.0.0.1:" + port;
        return List.of("-o", "-n", "us-east-1", "-b", address, "-t", address, "--admin", "127.0.0.1:" + admin);
    }

    private String variables() {
        return "AWS_ENDPOINT_URL_XRAY=" + xray.url()
                + " AWS_ACCESS_KEY_ID=AKIDEXAMPLE AWS_SECRET_ACCESS_KEY=secret"
                + " AWS_EC2_METADATA_DISABLED=true TRACEGATE_DRAIN_QUIET=0s TRACEGATE_RUNTIME_DIR=" + folder;
    }

    private boolean isReady() throws IOException {
        return status("/health/ready", "") == 200;
    }

    private void stop() {
        gateway.close();
    }

    private void signal(String name) throws IOException {
        Command.of("kill", "-" + name, String.valueOf(gateway.pid())).run(Duration.ofSeconds(5)).succeeded();
    }

    private void send(String document) throws IOException {
        byte[] bytes = ("{\"format\":\"json\",\"version\":1}\n" + document).getBytes(UTF_8);
        try (var socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress("127.0.0.1", port)));
        }
    }

    private int status(String path, String authorization) throws IOException {
        var call = (HttpURLConnection) URI.create("http://127.0.0.1:" + admin + path).toURL().openConnection();
        call.setRequestProperty("Authorization", authorization);
        return call.getResponseCode();
    }
}
