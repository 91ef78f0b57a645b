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

/** A bridge and network namespaces attached to it as tasks, each with its own address. Requires root. */
final class Namespaces implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;
    /** A locally administered MAC address. */
    private static final String BRIDGE_MAC = "02:00:00:00:00:01";
    /** Contains the process id, so that parallel runs on one machine do not collide. */
    private final String tag = "tg" + Long.toString(ProcessHandle.current().pid() % 46_656, 36);
    private final String network;
    private final String apart;
    private final List<String> made = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();

    private Namespaces() {
        this.network = "198.18." + ProcessHandle.current().pid() % 256 + ".";
        this.apart = "198.19." + ProcessHandle.current().pid() % 256 + ".";
    }

    /** Skips the test without support for namespaces, or fails it with {@code TRACEGATE_INTEROP=required}. */
    static Namespaces make() {
        var namespaces = new Namespaces();
        // without a fixed MAC address the bridge takes the lowest one of its ports; a further task could change it, and packets to the old one are lost
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

    /** The address of the bridge, where the gateway listens. */
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

    /** Adds a task with its own link to the host, like one in awsvpc mode, and returns its address. */
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

    /** Adds an address to the task. */
    void alias(int number, String address) {
        run("ip", "-n", tag + number, "addr", "add", address + "/32", "dev", "eth0");
    }

    /** Sends datagrams to the gateway from one socket of the task. */
    void send(int number, int port, int datagrams, String body) {
        // cat writes the file in one call and so one datagram; printf of the shell would split it at the newline
        var script = "set -e; f=$(mktemp); trap 'rm -f $f' EXIT; printf '{\"format\":\"json\",\"version\":1}\\n" + body
                + "' >$f; exec 3<>/dev/udp/" + gateway() + "/" + port + "; for ((i = 0; i < " + datagrams
                + "; i++)); do cat $f >&3; done";
        run("ip", "netns", "exec", tag + number, "bash", "-c", script);
    }

    /**
     * Sends datagrams with a forged source address, like a container with {@code NET_RAW}.
     *
     * @param capability capability of the sender, such as {@code +net_raw}
     * @return false if the kernel refused it
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

    /** The status of a POST that curl sends from the task. */
    String post(int number, int port, String path) {
        return post(number, port, path, 2);
    }

    /** @param bytes of body */
    String post(int number, int port, String path, int bytes) {
        var script = "head -c " + bytes + " /dev/zero | tr '\\0' '{' | curl -s -o /dev/null -w '%{http_code}' -m 5 "
                + "-H Expect: --data-binary @- http://" + gateway() + ":" + port + path;
        return run("ip", "netns", "exec", tag + number, "bash", "-c", script).strip();
    }

    /** Starts a process in the task that runs until the end, and returns its id. */
    long process(int number) {
        try {
            var process = new ProcessBuilder("ip", "netns", "exec", tag + number, "sleep", "600").start();
            processes.add(process);
            return process.pid();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Sets whether the bridge filters packets by their source address (rp_filter). */
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
            // deletes the link first: with the namespace it would be deleted later and collide with the next test
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
