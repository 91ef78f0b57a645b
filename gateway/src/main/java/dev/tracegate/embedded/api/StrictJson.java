package dev.tracegate.embedded.api;

import com.fasterxml.jackson.core.JsonParser;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.jackson.JacksonCodec;
import org.jspecify.annotations.Nullable;

/** Parses JSON as strictly as X-Ray: Vert.x's default parser accepts comments. */
final class StrictJson {
    private StrictJson() {}

    /** @throws DecodeException if the text is not exactly one JSON value, or nests deeper than 1,000 levels */
    static @Nullable Object read(String text) {
        return read(JacksonCodec.createParser(text));
    }

    static @Nullable Object read(Buffer text) {
        return read(JacksonCodec.createParser(text));
    }

    private static @Nullable Object read(JsonParser parser) {
        return JacksonCodec.fromParser(parser.disable(JsonParser.Feature.ALLOW_COMMENTS), Object.class);
    }
}
