package dev.tracegate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tracegate.config.load.TestEnvironment;
import dev.tracegate.files.EffectiveUser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainCommandTest {
    @TempDir
    private Path folder;
    private TestEnvironment environment;
    private HttpServer server;
    private final List<String> sentTokens = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws IOException {
        environment = new TestEnvironment(folder).with("TRACEGATE_RUNTIME_DIR", folder.toString());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/explain", exchange -> {
            var token = exchange.getRequestHeaders().getFirst("Authorization");
            sentTokens.add(String.valueOf(token));
            boolean good = "Bearer secret".equals(token);
            byte[] body = ((good ? exchange.getRequestURI().getQuery() : "Show the token") + "\n").getBytes(UTF_8);
            exchange.sendResponseHeaders(good ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        Files.writeString(folder.resolve("tracegate-2080.port"), "127.0.0.1 " + server.getAddress().getPort() + " 1\n");
        Files.writeString(folder.resolve("token"), "secret\n");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void the_running_gateway_is_called_with_the_token() {
        var answer = explain("explain", "--source", "[fd00::7]:40000", "--token-file",
                folder.resolve("token").toString());

        assertThat(answer).isEqualTo(new ExplainCommand.Answer(true, "source=[fd00::7]:40000\n"));
    }

    @Test
    void a_refusal_is_reported_with_the_message_of_the_gateway() {
        assertThat(explain("explain", "--source", "10.0.0.1"))
                .isEqualTo(new ExplainCommand.Answer(false, "Show the token\n"));
    }

    @Test
    void the_answer_is_bounded() {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[2 * ExplainCommand.MAX_BYTES]);
            exchange.close();
        });
        server.removeContext("/v1/explain");

        assertThat(explain("explain", "--source", "10.0.0.1").text()).hasSize(ExplainCommand.MAX_BYTES);
    }

    @Test
    void an_unreachable_gateway_is_reported() {
        server.stop(0);

        var answer = explain("explain", "--source", "10.0.0.1");

        assertThat(answer.found()).isFalse();
        assertThat(answer.text()).startsWith("explain: no gateway answers: ");
    }

    @Test
    void without_a_runtime_file_the_configured_address_is_called_without_the_token() throws Exception {
        Files.delete(folder.resolve("tracegate-2080.port"));
        environment.with("TRACEGATE_LISTEN_ADMIN", "127.0.0.1:" + server.getAddress().getPort());

        assertThat(
                explain("explain", "--source", "10.0.0.1", "--token-file", folder.resolve("token").toString()).text())
                .startsWith("explain: no runtime file of this user has the gateway's address")
                .contains("TRACEGATE_RUNTIME_DIR");
        assertThat(explain("explain", "--source", "10.0.0.1").text()).isEqualTo("Show the token\n");
        assertThat(sentTokens).doesNotContain("Bearer secret");
    }

    @Test
    void the_token_is_not_sent_to_the_address_in_the_file_of_another_user() throws Exception {
        Assumptions.assumeTrue(EffectiveUser.id() == 0);
        Files.setAttribute(folder.resolve("tracegate-2080.port"), "unix:uid", 65534);

        assertThat(
                explain("explain", "--source", "10.0.0.1", "--token-file", folder.resolve("token").toString()).text())
                .endsWith("tracegate-2080.port: belongs to user 65534, not to user 0\n");
        assertThat(sentTokens).isEmpty();
    }

    @Test
    void the_token_is_not_sent_to_an_address_that_is_not_loopback() throws Exception {
        Files.writeString(folder.resolve("tracegate-2080.port"), "localhost " + server.getAddress().getPort() + " 1\n");

        assertThat(
                explain("explain", "--source", "10.0.0.1", "--token-file", folder.resolve("token").toString()).text())
                .endsWith("not a runtime file\n");
        assertThat(sentTokens).isEmpty();
    }

    @Test
    void the_token_file_must_be_a_regular_file() {
        assertThat(explain("explain", "--source", "10.0.0.1", "--token-file", "/dev/zero").text())
                .isEqualTo(
                        "explain: /dev/zero: is a device, not a regular file: write the content to a file\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.1", "--source", "--source 10.0.0.1 --port 7", "--source 10.0.0.1 more"})
    void explain_requires_a_source(String options) {
        var arguments = ("explain " + options).strip().split(" ", -1);

        assertThat(environment.start(arguments)).isInstanceOfSatisfying(Invocation.Refused.class,
                refused -> assertThat(refused.error()).startsWith("explain takes --source"));
    }

    private ExplainCommand.Answer explain(String... arguments) {
        return ExplainCommand.ask((Invocation.Explain) environment.start(arguments));
    }
}
