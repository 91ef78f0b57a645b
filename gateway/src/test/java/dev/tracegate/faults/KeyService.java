package dev.tracegate.faults;

import dev.tracegate.testkit.FakeMetadata;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/** The credentials endpoint of a container. It issues key 1 at first. */
final class KeyService implements AutoCloseable {
    private static final String PATH = "/credentials";

    private final FakeMetadata server;
    private final Door door;
    private int number;

    KeyService(Vertx vertx, Door door) {
        this.server = FakeMetadata.start(vertx);
        this.door = door;
        issueNext();
    }

    /** For {@code AWS_CONTAINER_CREDENTIALS_FULL_URI}. */
    String url() {
        return server.url() + PATH;
    }

    /** Expires the issued key. */
    void expireEarly() {
        door.expire(keyId());
    }

    /** Issues another valid key from now on. */
    void issueNext() {
        number++;
        door.know(keyId(), "secret-" + number);
        // a lifetime of a day, so only the refusal by X-Ray shows that the key has expired
        server.serve(PATH, new JsonObject().put("AccessKeyId", keyId())
                .put("SecretAccessKey", "secret-" + number)
                .put("Token", "token-" + number)
                .put("Expiration", Instant.now().plus(Duration.ofDays(1)).toString())
                .encode());
    }

    private String keyId() {
        return "ASIAFAULT%04d".formatted(number);
    }

    @Override
    public void close() {
        server.close();
    }
}
