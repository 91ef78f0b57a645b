package dev.tracegate.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The unread bytes and the drops of the UDP sockets of a process. */
class SocketBacklogTest {
    private static final String HEAD = "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n";

    @TempDir
    private Path process;

    @Test
    void queues_and_drops_of_the_sockets_of_a_process_are_summed() throws Exception {
        Files.createDirectories(process.resolve("net"));
        Files.createDirectory(process.resolve("fd"));
        Files.createSymbolicLink(process.resolve("fd/3"), Path.of("socket:[111]"));
        Files.createSymbolicLink(process.resolve("fd/4"), Path.of("socket:[222]"));
        Files.createSymbolicLink(process.resolve("fd/5"), Path.of("/dev/null"));
        Files.writeString(process.resolve("net/udp"), HEAD + row("00000900", 111, 7) + row("0000FFFF", 999, 50));
        Files.writeString(process.resolve("net/udp6"), HEAD + row("00000100", 222, 3));

        assertThat(SocketBacklog.of(process)).isEqualTo(new SocketBacklog(0x900 + 0x100, 10));
    }

    private static String row(String queued, int inode, int drops) {
        return "  10: 0100007F:07D0 00000000:0000 07 00000000:%s 00:00000000 00000000  1000        0 %d 2 0000000000000000 %d\n"
                .formatted(queued, inode, drops);
    }

    @Test
    void a_process_that_has_ended_has_no_backlog() {
        assertThat(SocketBacklog.of(process.resolve("nobody"))).isEqualTo(SocketBacklog.NOTHING);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void the_backlog_of_a_real_process_is_read_from_the_kernel() throws Exception {
        long self = ProcessHandle.current().pid();
        try (var receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                var sender = new DatagramSocket()) {
            long before = SocketBacklog.of(self).unreadBytes();
            sender.send(new DatagramPacket(new byte[5_000], 5_000, receiver.getLocalSocketAddress()));

            assertThat(SocketBacklog.of(self).unreadBytes() - before).isGreaterThanOrEqualTo(5_000);
        }
    }
}
