package dev.tracegate.testkit;

import io.vertx.core.json.jackson.JacksonCodec;
import io.vertx.core.spi.JsonFactory;
import io.vertx.core.spi.json.JsonCodec;

/**
 * The JSON codec that the gateway runs with. Without it Vert.x would take another one in tests, because the X-Ray SDK brings
 * jackson-databind on to their class path; the two differ in what they read and in how much stack they need.
 */
public final class ProductionJson implements JsonFactory {

    @Override
    public JsonCodec codec() {
        return new JacksonCodec();
    }
}
