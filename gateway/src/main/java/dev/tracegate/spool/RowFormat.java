package dev.tracegate.spool;

import dev.tracegate.flow.Batch;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.segment.TraceId;
import dev.tracegate.tenant.TenantId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The binary format of a batch. Per segment: flags, trace id (if known), id, parent id, start time, end time, source address and port, and the
 * escaped document. Includes the envelope, because a scan needs the unescaped document and only the escaped one is stored.
 */
final class RowFormat {
    private static final int TRACE = 1;
    private static final int SUBSEGMENT = 2;
    private static final int IN_PROGRESS = 4;
    private static final int ERROR = 8;
    private static final int FAULT = 16;
    private static final int THROTTLE = 32;
    /** Maximum bytes of a segment without its document: flags, ids, times, address length, IPv6 address, port, document length. */
    static final int MAX_OVERHEAD = 1 + 16 + 4 * 8 + 1 + 16 + 2 + 4;

    private RowFormat() {}

    static byte[] write(Batch batch) {
        var out = ByteBuffer.allocate(Math.toIntExact(batch.bytes() + (long) batch.size() * MAX_OVERHEAD));
        for (var segment : batch.segments()) {
            write(segment.envelope(), out);
            write(segment.source(), out);
            out.putInt(segment.escaped().length).put(segment.escaped());
        }
        var bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    private static void write(Envelope envelope, ByteBuffer out) {
        out.put(flags(envelope));
        var trace = envelope.traceId();
        if (trace != null) {
            out.putLong(trace.high()).putLong(trace.low());
        }
        out.putLong(envelope.id())
                .putLong(envelope.parentId())
                .putDouble(envelope.startTime())
                .putDouble(envelope.endTime());
    }

    private static byte flags(Envelope envelope) {
        return (byte) ((envelope.traceId() == null ? 0 : TRACE)
                | (envelope.subsegment() ? SUBSEGMENT : 0)
                | (envelope.inProgress() ? IN_PROGRESS : 0)
                | (envelope.error() ? ERROR : 0)
                | (envelope.fault() ? FAULT : 0)
                | (envelope.throttle() ? THROTTLE : 0));
    }

    private static void write(InetSocketAddress source, ByteBuffer out) {
        var address = source.getAddress() == null ? new byte[0] : source.getAddress().getAddress();
        out.put((byte) address.length).put(address).putShort((short) source.getPort());
    }

    /**
     * @param receivedNanos set as the time of receipt of every segment
     * @throws IllegalArgumentException if the bytes are not a batch of that many segments
     */
    static Batch read(TenantId tenant, int segments, byte[] bytes, long receivedNanos) {
        try {
            var in = ByteBuffer.wrap(bytes);
            var read = new ArrayList<Segment>(segments);
            while (in.hasRemaining()) {
                var envelope = envelope(in);
                var source = source(in);
                read.add(new Segment(envelope, document(in), source, receivedNanos));
            }
            if (read.size() != segments) {
                throw new IllegalArgumentException(read.size() + " segments instead of " + segments);
            }
            return Batch.of(tenant, read);
        } catch (java.nio.BufferUnderflowException | UnknownHostException e) {
            throw new IllegalArgumentException("not a batch", e);
        }
    }

    private static Envelope envelope(ByteBuffer in) {
        int flags = in.get();
        @Nullable
        TraceId trace = (flags & TRACE) == 0 ? null : new TraceId(in.getLong(), in.getLong());
        return new Envelope(trace, in.getLong(), in.getLong(), in.getDouble(), in.getDouble(),
                (flags & SUBSEGMENT) != 0, (flags & IN_PROGRESS) != 0, (flags & ERROR) != 0, (flags & FAULT) != 0,
                (flags & THROTTLE) != 0);
    }

    private static InetSocketAddress source(ByteBuffer in) throws UnknownHostException {
        var address = new byte[in.get() & 0xff];
        in.get(address);
        int port = in.getShort() & 0xffff;
        return address.length == 0
                ? InetSocketAddress.createUnresolved("unknown", port)
                : new InetSocketAddress(InetAddress.getByAddress(address), port);
    }

    private static byte[] document(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("a document of " + length + " bytes");
        }
        var document = new byte[length];
        in.get(document);
        return document;
    }
}
