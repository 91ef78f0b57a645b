package dev.tracegate.flow;

import dev.tracegate.segment.TraceId;
import java.net.InetSocketAddress;

/**
 * A document that a sampling decision dropped, without its bytes.
 *
 * @param segmentId 0 where it could not be read
 * @param bytes of the document as it came
 * @param source who sent it
 * @param receivedNanos when, on the gateway's monotonic clock
 */
public record SampledOut(TraceId trace, long segmentId, int bytes, InetSocketAddress source, long receivedNanos) {}
