package dev.tracegate.aws.xray;

import dev.tracegate.segment.Segment;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Assembles PutTraceSegments' body from documents that were escaped on arrival, in one buffer of the exact size, with one copy of each
 * document.
 */
final class SegmentsBody {
    private static final byte[] OPEN = ascii("{\"TraceSegmentDocuments\":[\"");
    private static final byte[] BETWEEN = ascii("\",\"");
    private static final byte[] CLOSE = ascii("\"]}");

    private SegmentsBody() {}

    /** @param segments at least one */
    static Buffer of(List<Segment> segments) {
        var body = Buffer.buffer(size(segments)).appendBytes(OPEN).appendBytes(segments.getFirst().escaped());
        for (int i = 1; i < segments.size(); i++) {
            body.appendBytes(BETWEEN).appendBytes(segments.get(i).escaped());
        }
        return body.appendBytes(CLOSE);
    }

    static int size(List<Segment> segments) {
        int size = OPEN.length + CLOSE.length + BETWEEN.length * (segments.size() - 1);
        for (var segment : segments) {
            size += segment.escaped().length;
        }
        return size;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
