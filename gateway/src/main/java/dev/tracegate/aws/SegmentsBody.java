package dev.tracegate.aws;

import dev.tracegate.flow.Batch;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** The body of PutTraceSegments, assembled from documents that were escaped when they came in. */
final class SegmentsBody {
    private static final byte[] OPEN = "{\"TraceSegmentDocuments\":[\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BETWEEN = "\",\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSE = "\"]}".getBytes(StandardCharsets.US_ASCII);

    private SegmentsBody() {}

    static Buffer of(Batch batch) {
        int length = Math
                .toIntExact(OPEN.length + batch.bytes() + (long) BETWEEN.length * (batch.size() - 1) + CLOSE.length);
        var body = Buffer.buffer(length);
        byte[] before = OPEN;
        for (var segment : batch.segments()) {
            body.appendBytes(before).appendBytes(segment.escaped());
            before = BETWEEN;
        }
        return body.appendBytes(CLOSE);
    }
}
