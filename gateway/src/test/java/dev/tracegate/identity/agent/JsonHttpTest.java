package dev.tracegate.identity.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.budget.ByteBudget;
import dev.tracegate.http.ReplyBound;
import dev.tracegate.testkit.OnLoop;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JsonHttpTest {
    private static final Buffer BLANKS = Buffer.buffer(" ".repeat(1024 * 1024));

    private final Vertx vertx = Vertx.vertx();
    private final ByteBudget replies = new ByteBudget(64 * 1024);
    private final JsonHttp http = new JsonHttp(vertx, replies);
    private final List<Object> read = new ArrayList<>();
    /** Size of the padding after the element in the response with the list. */
    private volatile int mebibytes;
    private volatile String object = "{}";
    private final HttpServer server = vertx.createHttpServer()
            .requestHandler(this::answer)
            .listen(0, "127.0.0.1")
            .await();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void a_list_of_12_mebibytes_is_read_and_one_of_more_than_32_is_refused() {
        mebibytes = 12;
        list();
        assertThat(read).hasSize(1);

        mebibytes = 33;
        assertThatThrownBy(this::list).hasMessageContaining("larger than 33554432 bytes");
    }

    @Test
    void an_object_is_bounded_by_the_bound_of_the_call() {
        var largest = "{\"a\":\"" + "x".repeat(ReplyBound.AGENT_METADATA.bytes() - 8) + "\"}";
        object = largest;
        assertThat(object().getString("a")).isNotEmpty();

        object = largest + " ";
        assertThatThrownBy(this::object)
                .hasMessageContaining("the reply to the ECS agent's metadata is larger than 16384 bytes");
        assertThat(replies.used()).isZero();
    }

    @Test
    void an_object_that_exceeds_the_budget_is_a_failure() {
        assertThat(replies.tryReserve(60 * 1024)).isTrue();
        object = "{\"a\":\"" + "x".repeat(10_000) + "\"}";

        assertThatThrownBy(this::object).hasMessageContaining("no room for the reply");
        assertThat(replies.used()).isEqualTo(60 * 1024);
    }

    @Test
    void a_response_that_is_not_json_is_a_failure_with_a_bounded_message() {
        object = "<html>" + "x".repeat(5_000);

        assertThatThrownBy(this::object).satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(600));
    }

    private void list() {
        OnLoop.call(vertx, () -> http.list(url() + "/list", new JsonElements(null, Set.of("Id"), read::add)));
    }

    private io.vertx.core.json.JsonObject object() {
        return OnLoop.call(vertx, () -> http.get(url() + "/object", ReplyBound.AGENT_METADATA, json -> json));
    }

    private String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    private void answer(HttpServerRequest request) {
        if (request.path().equals("/object")) {
            request.response().end(object);
            return;
        }
        var response = request.response().setChunked(true);
        response.write("[{\"Id\":\"1\"}");
        for (int i = 0; i < mebibytes; i++) {
            response.write(BLANKS);
        }
        response.end("]");
    }
}
