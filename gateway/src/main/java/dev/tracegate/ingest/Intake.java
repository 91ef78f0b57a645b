package dev.tracegate.ingest;

import dev.tracegate.flow.Books;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.Offer;
import dev.tracegate.segment.DocumentEscape;
import dev.tracegate.segment.EnvelopeScan;
import dev.tracegate.segment.Header;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;

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

    /** Takes a datagram: the first {@code length} bytes of {@code buffer}. */
    public void datagram(byte[] buffer, int length, InetSocketAddress source) {
        var tenant = tenants.of(source);
        int headerEnd = newline(buffer, length);
        if (length == 0) {
            reject(tenant, source, RejectReason.EMPTY_DATAGRAM, length);
        } else if (headerEnd < 0) {
            reject(tenant, source, RejectReason.MISSING_HEADER, length);
        } else if (headerEnd + 1 == length) {
            reject(tenant, source, RejectReason.MISSING_SEGMENT, length);
        } else if (!header.accepts(buffer, 0, headerEnd)) {
            reject(tenant, source, RejectReason.INVALID_HEADER, length);
        } else {
            document(tenant, source, buffer, headerEnd + 1, length);
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

    private void reject(TenantId tenant, InetSocketAddress source, RejectReason reason, int length) {
        books.rejected(tenant, reason);
        listener.rejected(source, reason, length);
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
