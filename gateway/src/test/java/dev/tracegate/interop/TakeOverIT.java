package dev.tracegate.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tracegate.testkit.FakeXRay;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Take-overs of the addresses from one gateway process to the next. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class TakeOverIT {
    private static final String LAUNCHER = Workplace.DISTRIBUTION.resolve("bin/tracegate").toString();
    private static final int PER_SECOND = 3_000;

    @TempDir
    private Path folder;
    private final FakeXRay xray = FakeXRay.start();
    private final int port = Ports.free();
    private final int admin = Ports.free();

    private final List<Running> started = new ArrayList<>();

    @AfterEach
    void close() {
        started.forEach(Running::kill);
        xray.close();
    }

    @Test
    void a_take_over_under_load_loses_no_datagram() throws Exception {
        var first = start("take-over-1").awaitReady(() -> status("/health/ready") == 200);
        var refused = new CopyOnWriteArrayList<IOException>();
        long droppedBefore = Load.droppedByFullBuffers();
        Running second;
        long sent;
        try (var load = Load.start(port, PER_SECOND); var questions = new Questions(refused)) {
            await().until(() -> load.sent() > PER_SECOND);
            second = start("take-over-2", "--take-over");
            assertThat(first.waitFor()).isZero();
            second.awaitReady(() -> status("/health/ready") == 200);
            long soFar = load.sent();
            await().until(() -> load.sent() > soFar + PER_SECOND);
            sent = load.end();
            assertThat(questions.asked()).isPositive();
        }
        second.close();

        var documents = xray.documents();
        long lost = sent - new HashSet<>(documents).size();
        assertThat(lost).as("lost of %d, without drops by full socket buffers", sent)
                .isLessThanOrEqualTo(Load.droppedByFullBuffers() - droppedBefore);
        assertThat(documents).as("delivered documents, none of them twice").doesNotHaveDuplicates();
        assertThat(refused).as("refused sampling calls").isEmpty();
        assertThat(first.log()).contains("A successor has bound the addresses")
                .contains("nothing is left")
                .contains("Shutdown finished")
                .doesNotContain("Exception");
        assertThat(second.log()).contains("Taking over from the gateway with process id " + first.pid())
                .contains("has handed over its addresses")
                .contains("has ended; this process has its addresses now")
                .contains("Health and metrics on http://127.0.0.1:" + admin);
    }

    @Test
    void several_take_overs_in_a_row_succeed() throws Exception {
        var before = start("chain-0").awaitReady(() -> status("/health/ready") == 200);
        for (int i = 1; i <= 2; i++) {
            var next = start("chain-" + i, "--take-over");
            assertThat(before.waitFor()).isZero();
            next.awaitReady(
                    () -> status("/health/ready") == 200 && next.log().contains("this process has its addresses now"));
            await().until(() -> Files.exists(socket()));
            before = next;
        }
        send("still here");
        before.close();

        assertThat(xray.documents()).containsExactly("still here");
    }

    @Test
    void a_second_instance_is_refused_with_a_message_about_the_first() throws Exception {
        try (var first = start("second-1").awaitReady(() -> status("/health/ready") == 200)) {
            var second = Command.of(command()).with(environment()).run(Duration.ofSeconds(30));

            assertThat(second.exit()).isEqualTo(1);
            assertThat(second.output() + second.errors())
                    .containsOnlyOnce("another gateway with process id " + first.pid() + " has 127.0.0.1:" + port)
                    .contains("--take-over")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void files_of_a_dead_process_do_not_prevent_the_start() throws Exception {
        Files.writeString(lock(), "1 udp 127.0.0.1:" + port + "\n");
        var killed = start("stale-1").awaitReady(() -> status("/health/ready") == 200 && Files.exists(socket()));
        killed.kill();
        assertThat(killed.waitFor()).isEqualTo(137);
        assertThat(socket()).exists();

        try (var next = start("stale-2", "--take-over").awaitReady(() -> status("/health/ready") == 200)) {
            assertThat(Files.readString(lock())).startsWith(next.pid() + " udp 127.0.0.1:" + port);
            assertThat(next.log()).doesNotContain("Taking over");
        }
    }

    @Test
    void a_hung_process_is_killed_and_its_addresses_are_taken_over() throws Exception {
        var hung = start("hung-1").awaitReady(() -> status("/health/ready") == 200 && Files.exists(socket()));
        Command.of("kill", "-STOP", String.valueOf(hung.pid())).run(Duration.ofSeconds(5)).succeeded();
        send("never read");

        try (var next = start("hung-2", "--take-over").awaitReady(() -> status("/health/ready") == 200)) {
            send("served");

            await().until(() -> xray.documents().equals(List.of("served")));
            assertThat(next.log()).contains("process id " + hung.pid() + " did not answer within 3 s and was killed");
            assertThat(hung.waitFor()).isEqualTo(137);
            assertThat(metric("tracegate_predecessor_unread_bytes_total")).isGreaterThan("never read".length());
            assertThat(metric("tracegate_predecessor_dropped_datagrams_total")).isZero();
        }
    }

    private double metric(String name) throws IOException {
        try (var page = URI.create("http://127.0.0.1:" + admin + "/metrics").toURL().openStream()) {
            return new String(page.readAllBytes(), UTF_8).lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                    .sum();
        }
    }

    @Test
    void a_port_is_shared_only_during_a_take_over_and_a_failed_take_over_changes_nothing() throws Exception {
        try (var gateway = start("door").awaitReady(() -> status("/health/ready") == 200 && Files.exists(socket()))) {
            assertThatThrownBy(this::bindBeside).isInstanceOf(BindException.class);
            try (var successor = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                successor.connect(UnixDomainSocketAddress.of(socket()));
                successor.write(ByteBuffer.wrap("take over\n".getBytes(UTF_8)));
                var answer = ByteBuffer.allocate(5);
                while (answer.hasRemaining()) {
                    successor.read(answer);
                }
                assertThat(answer.array()).asString(UTF_8).isEqualTo("open\n");
                bindBeside();
            }
            await().until(() -> gateway.log().contains("A successor went away"));

            assertThatThrownBy(this::bindBeside).isInstanceOf(BindException.class);
            send("not disturbed");
            await().until(() -> xray.documents().equals(List.of("not disturbed")));
        }
    }

    @Test
    void runs_without_a_lock_if_no_file_can_be_locked() throws Exception {
        var environment = environment();
        environment.put("TRACEGATE_RUNTIME_DIR", "/proc/nowhere");
        try (var gateway = Command.of(command())
                .with(environment)
                .start("gateway-no-lock")
                .awaitReady(() -> status("/health/ready") == 200)) {
            assertThat(gateway.log()).contains("Cannot lock /proc/nowhere/tracegate-127.0.0.1-" + port + ".lock");
            assertThatThrownBy(this::bindBeside).isInstanceOf(BindException.class);
        }
    }

    @Test
    void losses_at_the_end_are_reported_by_tenant_with_the_final_books() throws Exception {
        var environment = environment();
        environment.put("TRACEGATE_DRAIN_DEADLINE", "4s");
        var gateway = Command.of(command())
                .with(environment)
                .start("gateway-last-books")
                .awaitReady(() -> status("/health/ready") == 200);
        xray.behave(FakeXRay.hang());
        send("one");
        send("two");

        gateway.close();

        assertThat(gateway.log())
                .contains("2 segments could not be delivered in time and are lost (default: 2)")
                .contains(
                        "Books: received 2 + restored 0 = rejected 0 + sampled out 0 + shed 2 + dead-lettered 0 + delivered 0 + spooled 0");
    }

    /** Requests sampling rules over new connections until it is closed. */
    private final class Questions implements AutoCloseable {
        private final List<IOException> refused;
        private final Thread thread;
        private volatile boolean ending;
        private final AtomicInteger asked = new AtomicInteger();

        Questions(List<IOException> refused) {
            this.refused = refused;
            this.thread = Thread.ofPlatform().start(this::ask);
        }

        int asked() {
            return asked.get();
        }

        private void ask() {
            while (!ending) {
                try {
                    var call = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/GetSamplingRules")
                            .toURL()
                            .openConnection();
                    call.setRequestMethod("POST");
                    call.setRequestProperty("Connection", "close");
                    call.setDoOutput(true);
                    call.getOutputStream().write("{}".getBytes(UTF_8));
                    assertThat(call.getResponseCode()).isEqualTo(200);
                    asked.incrementAndGet();
                } catch (ConnectException nobody) {
                    refused.add(nobody);
                } catch (IOException reset) {
                    // a connection that was not yet accepted when its listener closed
                }
            }
        }

        @Override
        public void close() {
            ending = true;
            Load.join(thread);
        }
    }

    private void bindBeside() throws IOException {
        try (var socket = new DatagramSocket(null)) {
            socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            socket.bind(new InetSocketAddress("127.0.0.1", port));
        }
    }

    private Path lock() {
        return folder.resolve("tracegate-127.0.0.1-" + port + ".lock");
    }

    private Path socket() {
        return folder.resolve(lock().getFileName() + ".sock");
    }

    private Running start(String name, String... more) {
        var gateway = Command.of(command(more)).with(environment()).start("gateway-" + name);
        started.add(gateway);
        return gateway;
    }

    private List<String> command(String... more) {
        var address = "127.0.0.1:" + port;
        var words = new ArrayList<>(List.of(LAUNCHER, "-o", "-n", "us-east-1", "-b", address, "-t", address, "--admin",
                "127.0.0.1:" + admin));
        words.addAll(List.of(more));
        return words;
    }

    private Map<String, String> environment() {
        return new java.util.HashMap<>(Map.of("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_ENDPOINT_URL_XRAY", xray.url(), "TRACEGATE_RUNTIME_DIR", folder.toString()));
    }

    private void send(String document) throws IOException {
        byte[] bytes = ("{\"format\":\"json\",\"version\":1}\n" + document).getBytes(UTF_8);
        try (var socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress("127.0.0.1", port)));
        }
    }

    private int status(String path) throws IOException {
        return ((HttpURLConnection) URI.create("http://127.0.0.1:" + admin + path).toURL().openConnection())
                .getResponseCode();
    }
}
