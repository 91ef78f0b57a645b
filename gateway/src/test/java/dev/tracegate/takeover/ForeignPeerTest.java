package dev.tracegate.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tracegate.cli.StartFailure;
import dev.tracegate.files.EffectiveUser;
import dev.tracegate.testkit.OnLoop;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.BufferedReader;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A take-over between processes of two users, which requires root. Each case runs with a process of root too, which
 * differs only in the user.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ForeignPeerTest {
    private static final int NOBODY = 65534;
    /** The kernel records the user of the peer at listen() and connect(). */
    private static final String SCRIPT = """
            import os, socket, sys, time
            path, user, role = sys.argv[1], int(sys.argv[2]), sys.argv[3]
            os.setgid(user)
            os.setuid(user)
            end = socket.socket(socket.AF_UNIX)
            if role == "listen":
                end.bind(path)
                end.listen()
                print("listening", flush=True)
                end, _ = end.accept()
                print("heard", end.recv(100), flush=True)
                time.sleep(600)
            else:
                end.connect(path)
                try:
                    end.sendall(b"take over\\n")
                    print("heard", end.recv(100), flush=True)
                except ConnectionError:
                    print("heard", b"", flush=True)
            """;

    @TempDir
    private Path folder;
    private Path socket;
    private Vertx vertx;
    private Process peer;

    @BeforeEach
    void start() throws Exception {
        Assumptions.assumeTrue(EffectiveUser.id() == 0, "this test becomes another user");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        socket = folder.resolve("tracegate.lock.sock");
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    }

    @AfterEach
    void stop() {
        if (peer != null) {
            peer.destroyForcibly();
        }
        if (vertx != null) {
            OnLoop.await(vertx.close());
        }
    }

    @Test
    void a_process_of_another_user_at_the_socket_is_neither_contacted_nor_killed() throws Exception {
        var printed = start(NOBODY, "listen");
        assertThat(printed.readLine()).isEqualTo("listening");

        assertThatThrownBy(() -> OnLoop.await(TakeOver.connect(vertx, socket))).isInstanceOf(StartFailure.class)
                .hasMessageContaining(socket + " is not the socket of a process of this user");

        assertThat(printed.readLine()).isEqualTo("heard b''");
        assertThat(peer.isAlive()).isTrue();
    }

    @Test
    void a_process_of_the_same_user_is_contacted_and_can_be_killed() throws Exception {
        var printed = start(0, "listen");
        assertThat(printed.readLine()).isEqualTo("listening");
        var takeOver = OnLoop.await(TakeOver.connect(vertx, socket));

        vertx.runOnContext(none -> takeOver.begin());

        assertThat(printed.readLine()).isEqualTo("heard b'take over\\n'");
        assertThat(takeOver.kill()).hasValue(peer.pid());
        assertThat(peer.waitFor()).isEqualTo(137);
    }

    @Test
    void a_request_for_the_addresses_from_another_user_is_ignored() throws Exception {
        var calls = listen();

        assertThat(start(NOBODY, "connect").readLine()).isEqualTo("heard b''");
        assertThat(calls).isEmpty();

        assertThat(start(0, "connect").readLine()).startsWith("heard b'open\\n");
        await().until(() -> calls.contains("share"));
    }

    /** Listens and returns the names of the called methods of the owner. */
    private List<String> listen() throws Exception {
        var calls = new CopyOnWriteArrayList<String>();
        var owner = (HandOver.Owner) Proxy.newProxyInstance(HandOver.Owner.class.getClassLoader(),
                new Class<?>[]{HandOver.Owner.class}, (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    return method.getReturnType() == Optional.class ? Optional.empty() : null;
                });
        OnLoop.await(new HandOver(vertx, socket, owner).listen());
        // from now on only the folder could exclude other users, and its mode admits them
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
        return calls;
    }

    private BufferedReader start(int user, String role) throws Exception {
        peer = new ProcessBuilder("python3", "-c", SCRIPT, socket.toString(), String.valueOf(user), role)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return peer.inputReader();
    }
}
