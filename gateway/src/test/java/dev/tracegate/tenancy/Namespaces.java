package dev.tracegate.tenancy;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A bridge on this machine, and network namespaces that hang on it as tasks do: each with an address of its own. Needs root. */
final class Namespaces implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;
    /** Locally administered. */
    private static final String BRIDGE_MAC = "02:00:00:00:00:01";
    /** Of this process, so that two runs on one machine do not meet. */
    private final String tag = "tg" + Long.toString(ProcessHandle.current().pid() % 46_656, 36);
    private final String network;
    private final String apart;
    private final List<String> made = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();

    private Namespaces() {
        this.network = "198.18." + ProcessHandle.current().pid() % 256 + ".";
        this.apart = "198.19." + ProcessHandle.current().pid() % 256 + ".";
    }

    /** Skips the test where this machine gives no namespaces, or fails it with {@code TRACEGATE_INTEROP=required}. */
    static Namespaces make() {
        var namespaces = new Namespaces();
        // a bridge without an address of its own takes its ports' lowest: a further task could change it, and what others send to the old one is lost
        if (!namespaces.tried("ip", "link", "add", namespaces.tag, "address", BRIDGE_MAC, "type", "bridge")) {
            if ("required".equals(System.getenv("TRACEGATE_INTEROP"))) {
                fail("TRACEGATE_INTEROP=required, but this machine makes no network namespaces: run as root, with iproute2");
            }
            Assumptions.abort("this machine makes no network namespaces");
        }
        run("ip", "addr", "add", namespaces.gateway() + "/24", "dev", namespaces.tag);
        run("ip", "link", "set", namespaces.tag, "up");
        return namespaces;
    }

    /** The bridge's own address, where tasks find the gateway. */
    String gateway() {
        return network + "1";
    }

    /** A task's address: 2 to 254 is its number. */
    String add(int number) {
        var name = tag + number;
        made.add(name);
        run("ip", "netns", "add", name);
        run("ip", "link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name);
        run("ip", "link", "set", name, "master", tag);
        run("ip", "link", "set", name, "up");
        run("ip", "-n", name, "addr", "add", network + number + "/24", "dev", "eth0");
        run("ip", "-n", name, "link", "set", "eth0", "up");
        return network + number;
    }

    /** A task with a way to the host of its own, as one in awsvpc mode has. Answers its address. */
    String addApart(int number) {
        var name = tag + number;
        made.add(name);
        run("ip", "netns", "add", name);
        run("ip", "link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name);
        run("ip", "addr", "add", apart + "1/24", "dev", name);
        run("ip", "link", "set", name, "up");
        run("ip", "-n", name, "addr", "add", apart + number + "/24", "dev", "eth0");
        run("ip", "-n", name, "link", "set", "eth0", "up");
        run("ip", "-n", name, "route", "add", "default", "via", apart + "1");
        return apart + number;
    }

    /** That task has this address beside its own. */
    void alias(int number, String address) {
        run("ip", "-n", tag + number, "addr", "add", address + "/32", "dev", "eth0");
    }

    /** Sends datagrams to the gateway, all from one socket of that task. */
    void send(int number, int port, int datagrams, String body) {
        // cat writes a file at once, which makes one datagram; the shell's own printf would end one at the newline
        var script = "set -e; f=$(mktemp); trap 'rm -f $f' EXIT; printf '{\"format\":\"json\",\"version\":1}\\n" + body
                + "' >$f; exec 3<>/dev/udp/" + gateway() + "/" + port + "; for ((i = 0; i < " + datagrams
                + "; i++)); do cat $f >&3; done";
        run("ip", "netns", "exec", tag + number, "bash", "-c", script);
    }

    /**
     * Sends datagrams with another's address as their source, as a container with {@code NET_RAW} can.
     *
     * @param capability what the sender has of root's rights, such as {@code +net_raw}
     * @return false where the kernel did not let it
     */
    boolean spoof(int number, String capability, String source, int port, int datagrams, String body) {
        var script = """
                import socket
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                s.setsockopt(socket.SOL_IP, 19, 1)  # IP_TRANSPARENT
                s.bind(("%s", 0))
                for i in range(%d):
                    s.sendto(b'{"format":"json","version":1}\\n%s', ("%s", %d))
                """.formatted(source, datagrams, body, gateway(), port);
        return tried("ip", "netns", "exec", tag + number, "setpriv", "--bounding-set", "-all," + capability, "python3",
                "-c", script);
    }

    /** What curl says of a POST from that task: the status. */
    String post(int number, int port, String path) {
        return post(number, port, path, 2);
    }

    /** @param bytes of body */
    String post(int number, int port, String path, int bytes) {
        var script = "head -c " + bytes + " /dev/zero | tr '\\0' '{' | curl -s -o /dev/null -w '%{http_code}' -m 5 "
                + "-H Expect: --data-binary @- http://" + gateway() + ":" + port + path;
        return run("ip", "netns", "exec", tag + number, "bash", "-c", script).strip();
    }

    /** A process that stays in that task until the end; its id. */
    long process(int number) {
        try {
            var process = new ProcessBuilder("ip", "netns", "exec", tag + number, "sleep", "600").start();
            processes.add(process);
            return process.pid();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Whether the bridge takes packets only from addresses that are reachable by it. */
    void filter(boolean on) {
        try {
            Files.writeString(Path.of("/proc/sys/net/ipv4/conf", tag, "rp_filter"), on ? "1" : "0");
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /** The bridge's name. */
    String bridge() {
        return tag;
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
        made.forEach(name -> {
            // the link first: with the namespace it would go some time later, and stand in the next test's way
            tried("ip", "link", "del", name);
            tried("ip", "netns", "del", name);
        });
        tried("ip", "link", "del", tag);
    }

    private boolean tried(String... command) {
        try {
            run(command);
            return true;
        } catch (AssertionError failed) {
            return false;
        }
    }

    private static String run(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + output);
            }
            return output;
        } catch (IOException | InterruptedException failure) {
            throw new AssertionError(String.join(" ", command), failure);
        }
    }
}
