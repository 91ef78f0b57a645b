package dev.tracegate.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks in host mode: processes that send from the host's address and are identified by their sockets in the kernel. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class HostModeIT {
    private static final int ORDERS = 2;
    private static final int CARTS = 3;

    @TempDir
    private Path folder = Path.of("");
    private EcsHost host;
    private final List<Process> tasks = new ArrayList<>();

    @BeforeEach
    void make() {
        host = new EcsHost(folder);
    }

    @AfterEach
    void close() {
        tasks.forEach(Process::destroyForcibly);
        host.close();
    }

    @Test
    void tasks_in_host_mode_are_distinguished_by_the_process_that_has_the_port() throws IOException {
        host.tenant("orders").tenant("carts");
        var orders = task(ORDERS, "orders");
        var carts = task(CARTS, "carts");
        host.start("host-mode");

        send(orders, 5);
        send(carts, 5);
        EcsHost.patiently().until(() -> host.delivered("orders") == 5 && host.delivered("carts") == 5);
        send(orders, 5);
        EcsHost.patiently().until(() -> host.delivered("orders") == 10);

        assertThat(host.arrived()).hasSize(15)
                .allMatch(
                        segment -> segment.equals("orders by orders") || segment.equals("carts by carts"));
        assertThat(host.workloads()).allSatisfy(any -> {
            assertThat(((JsonObject) any).getString("trust")).isEqualTo("C");
            assertThat(((JsonObject) any).getString("source")).startsWith(host.networks.gateway() + ":");
        });
        assertThat(host.explain(host.networks.gateway())).contains("tenant orders's", "trust C");
    }

    @Test
    void T8_a_process_outside_of_tasks_has_no_tenant_even_next_to_a_task() throws IOException {
        host.tenant("orders");
        var orders = task(ORDERS, "orders");
        host.start("host-mode-nobody");
        var datagram = "{\"format\":\"json\",\"version\":1}\nhost".getBytes(StandardCharsets.UTF_8);

        try (var socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(datagram, datagram.length,
                    new InetSocketAddress(InetAddress.ofLiteral(host.networks.gateway()), host.port)));
            send(orders, 1);

            EcsHost.patiently().until(() -> host.rejected("unknown_source") == 1 && host.delivered("orders") == 1);
            assertThat(host.explain(host.networks.gateway() + ":" + socket.getLocalPort()))
                    .startsWith("unknown_source: ");
        }
        assertThat(host.arrived()).containsExactly("orders by orders");
    }

    @Test
    void T8_a_task_that_binds_the_port_of_another_makes_it_ambiguous_only_while_it_has_the_port()
            throws IOException {
        host.tenant("orders").tenant("carts");
        var orders = task(ORDERS, "orders");
        host.start("host-mode-forged");
        send(orders, 1);
        EcsHost.patiently().until(() -> host.delivered("orders") == 1);

        var forger = forger(portOf("orders"));
        host.hostMode(CARTS, "carts", forger.pid());
        EcsHost.patiently().until(() -> {
            send(orders, 1);
            return host.rejected("ambiguous_source") > 0;
        });
        assertThat(host.explain(host.networks.gateway())).contains("ambiguous_source: ");
        forger.destroyForcibly();
        long before = host.delivered("orders");

        EcsHost.patiently().until(() -> {
            send(orders, 1);
            return host.delivered("orders") > before;
        });
        assertThat(host.arrived()).noneMatch(segment -> segment.endsWith(" by carts"));
    }

    private int portOf(String tenant) {
        return host.workloads()
                .stream()
                .map(JsonObject.class::cast)
                .filter(workload -> tenant.equals(workload.getString("tenant")))
                .map(workload -> workload.getString("source"))
                .mapToInt(source -> Integer.parseInt(source.substring(source.lastIndexOf(':') + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** Sends with the gateway's address and the given port as the source, which the kernel permits to a process that has bound the port. */
    private Process forger(int port) throws IOException {
        var script = """
                import socket, struct, time
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                s.bind(("127.0.0.5", %1$d))
                source = struct.pack("=I4s4s", 0, socket.inet_aton("%2$s"), bytes(4))
                while True:
                    s.sendmsg([b'{"format":"json","version":1}\\nforged'], [(socket.IPPROTO_IP, 8, source)], 0, ("%2$s", %3$d))
                    time.sleep(0.05)
                """
                .formatted(port, host.networks.gateway(), host.port);
        var forger = new ProcessBuilder("python3", "-c", script).start();
        tasks.add(forger);
        return forger;
    }

    /** Sends a datagram with a text from one socket for each input line. */
    private Process task(int number, String word) throws IOException {
        var datagram = folder.resolve(word);
        Files.writeString(datagram, "{\"format\":\"json\",\"version\":1}\n" + word);
        var script = "exec 3<>/dev/udp/%s/%d; while read -r line; do cat %s >&3; done".formatted(
                host.networks.gateway(), host.port, datagram);
        var task = new ProcessBuilder("bash", "-c", script).start();
        tasks.add(task);
        host.hostMode(number, word, task.pid());
        return task;
    }

    private static void send(Process task, int segments) throws IOException {
        task.getOutputStream().write("\n".repeat(segments).getBytes(StandardCharsets.UTF_8));
        task.getOutputStream().flush();
    }
}
