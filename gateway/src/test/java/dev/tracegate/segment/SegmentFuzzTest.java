package dev.tracegate.segment;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The readers handle all input without an exception, and input that they accept is valid JSON. */
class SegmentFuzzTest {
    private final EnvelopeScan scan = new EnvelopeScan();
    private final Header header = new Header();
    private final DocumentEscape escape = new DocumentEscape();

    @FuzzTest
    void a_readable_document_is_json(byte[] document) {
        if (scan.scan(document, 0, document.length)) {
            byte[] escaped = escape.escape(document, 0, document.length);
            new JsonObject(new JsonArray("[\"" + new String(escaped, UTF_8) + "\"]").getString(0));
        }
    }

    @FuzzTest
    void an_accepted_header_is_json(byte[] line) {
        if (header.accepts(line, 0, line.length)) {
            new JsonObject(new String(line, UTF_8));
        }
    }
}
