package dev.tracegate.aws.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.testkit.FakeMetadata;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class MetadataHttpTest {
    @Test
    void a_reply_is_read_up_to_its_bound(Vertx vertx) throws IOException {
        try (var metadata = FakeMetadata.start(vertx).serve("/long", "x".repeat(2 * MetadataHttp.MOST_BYTES))) {
            assertThat(MetadataHttp.get(URI.create(metadata.url() + "/long"), Map.of()))
                    .hasSize(MetadataHttp.MOST_BYTES);
        }
    }

    @Test
    void a_status_other_than_200_is_a_failure(Vertx vertx) {
        try (var metadata = FakeMetadata.start(vertx)) {
            var url = metadata.url() + "/nothing";

            assertThatThrownBy(() -> MetadataHttp.get(URI.create(url), Map.of()))
                    .hasMessage(url + " answered HTTP 404");
        }
    }
}
