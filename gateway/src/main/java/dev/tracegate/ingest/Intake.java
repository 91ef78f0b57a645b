package dev.tracegate.ingest;

import dev.tracegate.flow.Books;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.Offer;
import dev.tracegate.flow.ShedReason;
import dev.tracegate.segment.DocumentEscape;
import dev.tracegate.segment.EnvelopeScan;
import dev.tracegate.segment.Header;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes a segment of a datagram's bytes and offers it to flow. Owned by one loop; keeps nothing of the buffer it is given. */
public final class Intake {
    private final SourceTenants tenants;
    private final Flow flow;
    private final Books books;
    private final LongSupplier nanoClock;
    private final IntakeListener listener;
    private final Header header = new Header();
    private final EnvelopeScan scan = new EnvelopeScan();
    private final DocumentEscape escape = new DocumentEscape();

    public Intake(SourceTenants tenants, Flow flow, Books books, LongSupplier nanoClock, IntakeListener listener) {
        this.tenants = tenants;
        this.flow = flow;
        this.books = books;
        this.nanoClock = nanoClock;
        this.listener = listener;
    }

    /**
     * Takes a datagram: the first {@code length} bytes of {@code buffer}.
     *
     * @param port the UDP port it came to, as configured
     */
    public void datagram(byte[] buffer, int length, InetSocketAddress source, int port) {
        var admission = tenants.of(source, port);
        int headerEnd = newline(buffer, length);
        var reason = admission == Admission.UNKNOWN ? RejectReason.UNKNOWN_SOURCE : refusal(buffer, headerEnd, length);
        if (reason != null) {
            books.rejected(admission.tenant(), reason);
            listener.rejected(source, reason, length);
        } else if (admission.charge(length, nanoClock.getAsLong())) {
            document(admission.tenant(), source, buffer, headerEnd + 1, length);
        } else {
            // before the scan: what is over the limit should cost next to nothing
            books.shed(admission.tenant(), ShedReason.RATE_LIMIT);
            listener.shed(source, ShedReason.RATE_LIMIT, length - headerEnd - 1);
        }
    }

    private @Nullable RejectReason refusal(byte[] buffer, int headerEnd, int length) {
        if (length == 0) {
            return RejectReason.EMPTY_DATAGRAM;
        } else if (headerEnd < 0) {
            return RejectReason.MISSING_HEADER;
        } else if (headerEnd + 1 == length) {
            return RejectReason.MISSING_SEGMENT;
        } else {
            return header.accepts(buffer, 0, headerEnd) ? null : RejectReason.INVALID_HEADER;
        }
    }

    void readFailed(Throwable failure) {
        listener.readFailed(failure);
    }

    private void document(TenantId tenant, InetSocketAddress source, byte[] buffer, int from, int to) {
        boolean readable = scan.scan(buffer, from, to);
        byte[] escaped = escape.escape(buffer, from, to);
        books.noticed(tenant, !readable, escape.replaced() > 0);
        var segment = new Segment(scan.envelope(), escaped, source, nanoClock.getAsLong());
        if (flow.offer(tenant, segment) instanceof Offer.Shed(var reason)) {
            listener.shed(source, reason, to - from);
        }
    }

    private static int newline(byte[] buffer, int length) {
        for (int i = 0; i < length; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
