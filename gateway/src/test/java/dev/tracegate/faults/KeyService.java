package dev.tracegate.faults;

import dev.tracegate.testkit.FakeMetadata;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/** The endpoint a container gets its credentials from. Key 1 until told otherwise. */
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

    /** The door lets nobody in any more who shows the key that is issued here. */
    void expireEarly() {
        door.expire(keyId());
    }

    /** From now on another key is issued, which the door knows. */
    void issueNext() {
        number++;
        door.know(keyId(), "secret-" + number);
        // a day: nothing but X-Ray's refusal says that it has expired
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
