package dev.tracegate.ingest;

import dev.tracegate.flow.Flow;
import dev.tracegate.flow.Offer;
import dev.tracegate.flow.SampledOut;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.identity.Resolution;
import dev.tracegate.ingest.source.TenantRateLimiter;
import dev.tracegate.ingest.source.TenantResolver;
import dev.tracegate.sampling.head.DecisionListener;
import dev.tracegate.sampling.head.KeepRate;
import dev.tracegate.segment.DocumentEscape;
import dev.tracegate.segment.EnvelopeScan;
import dev.tracegate.segment.Header;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a segment of a datagram and offers it to flow. Owned by one loop; keeps no reference to the buffer. A datagram whose sender is not resolved
 * yet is held, and no ledger counts it until it is offered or refused; {@link #heldBytes} has the size of what is held.
 */
public final class DatagramProcessor {
    private final TenantResolver tenants;
    private final Flow flow;
    private final SegmentLedger books;
    private final LongSupplier nanoClock;
    private final DatagramListener listener;
    private final DecisionListener decisions;
    private final RootReader roots;
    private final PendingDatagramBuffer hold;
    private final Header header = new Header();
    private final EnvelopeScan scan = new EnvelopeScan();
    private final DocumentEscape escape = new DocumentEscape();

    /** A processor that holds no datagrams: every sender is resolved at once or refused. */
    public DatagramProcessor(TenantResolver tenants, Flow flow, SegmentLedger books, LongSupplier nanoClock,
            DatagramListener listener) {
        this(tenants, flow, books, nanoClock, listener, DecisionListener.NONE, 0);
    }

    /**
     * @param decisions observes the head decisions
     * @param holdBytes most bytes that held datagrams may take
     */
    public DatagramProcessor(TenantResolver tenants, Flow flow, SegmentLedger books, LongSupplier nanoClock,
            DatagramListener listener, DecisionListener decisions, long holdBytes) {
        this(tenants, flow, books, nanoClock, listener, decisions, RootReader.none(), holdBytes);
    }

    /**
     * @param decisions observes the head decisions
     * @param roots reads what the SDKs wrote about themselves into root segments
     * @param holdBytes most bytes that held datagrams may take
     */
    public DatagramProcessor(TenantResolver tenants, Flow flow, SegmentLedger books, LongSupplier nanoClock,
            DatagramListener listener, DecisionListener decisions, RootReader roots, long holdBytes) {
        this.tenants = tenants;
        this.flow = flow;
        this.books = books;
        this.nanoClock = nanoClock;
        this.listener = listener;
        this.decisions = decisions;
        this.roots = roots;
        this.hold = new PendingDatagramBuffer(holdBytes);
    }

    /**
     * Processes a datagram: the first {@code length} bytes of {@code buffer}.
     *
     * @param port the configured UDP port that received it
     */
    public void datagram(byte[] buffer, int length, InetSocketAddress source, int port) {
        long now = nanoClock.getAsLong();
        switch (tenants.of(source, port, now)) {
            case Resolution.Owned<TenantRateLimiter>(var admission) -> admitted(admission, buffer, length, source, now);
            case Resolution.Refused<TenantRateLimiter>(var reason) ->
                reject(TenantId.UNATTRIBUTED, source, reason, length);
            case Resolution.Pending<TenantRateLimiter> pending -> {
                if (!hold.keep(buffer, length, source, now, pending, this::leave)) {
                    reject(TenantId.UNATTRIBUTED, source, RejectReason.HOLD_FULL, length);
                }
            }
        }
    }

    private void leave(InetSocketAddress source, PendingDatagramBuffer.Held held, Resolution<TenantRateLimiter> end) {
        byte[] datagram = held.datagram();
        if (end instanceof Resolution.Owned<TenantRateLimiter>(var admission)) {
            admitted(admission, datagram, datagram.length, source, held.receivedNanos());
        } else {
            var reason = end instanceof Resolution.Refused<TenantRateLimiter>(var why) ? why
                    : RejectReason.IDENTITY_TIMEOUT;
            reject(TenantId.UNATTRIBUTED, source, reason, datagram.length);
        }
    }

    private void admitted(TenantRateLimiter admission, byte[] buffer, int length, InetSocketAddress source,
            long receivedNanos) {
        int headerEnd = newline(buffer, length);
        var reason = refusal(buffer, headerEnd, length);
        if (reason != null) {
            reject(admission.tenant(), source, reason, length);
        } else if (admission.charge(length, nanoClock.getAsLong())) {
            document(admission, source, buffer, headerEnd + 1, length, receivedNanos);
        } else {
            // before the scan, so that a datagram over the limit costs little CPU time
            books.shed(admission.tenant(), ShedReason.RATE_LIMIT);
            listener.shed(source, ShedReason.RATE_LIMIT, length - headerEnd - 1);
        }
    }

    private void reject(TenantId tenant, InetSocketAddress source, RejectReason reason, int length) {
        books.rejected(tenant, reason);
        listener.rejected(source, reason, length);
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

    /** Rejects all held datagrams with {@link RejectReason#IDENTITY_TIMEOUT}. */
    public void close() {
        hold.empty(new Resolution.Refused<>(RejectReason.IDENTITY_TIMEOUT), this::leave);
    }

    /** Bytes of datagrams whose sender is not resolved yet. Any thread. */
    public long heldBytes() {
        return hold.bytes();
    }

    public void readFailed(Throwable failure) {
        listener.readFailed(failure);
    }

    private void document(TenantRateLimiter sender, InetSocketAddress source, byte[] buffer, int from, int to,
            long receivedNanos) {
        boolean readable = scan.scan(buffer, from, to);
        roots.read(scan, sender.tenant(), source);
        var rate = sender.keepRate();
        if (!rate.keepsAll() && !keeps(sender.tenant(), rate, source, to - from, receivedNanos)) {
            return;
        }
        byte[] escaped = escape.escape(buffer, from, to);
        books.accepted(sender.tenant(), !readable, escape.replaced() > 0);
        var segment = new Segment(scan.envelope(), escaped, source, receivedNanos);
        if (offer(sender.tenant(), segment, rate) instanceof Offer.Shed(var reason)) {
            listener.shed(source, reason, to - from);
        }
    }

    /** Makes the head decision about the document that was scanned, and counts it. A document without a trace id is kept. */
    private boolean keeps(TenantId tenant, KeepRate rate, InetSocketAddress source, int bytes, long receivedNanos) {
        var trace = scan.traceId();
        boolean kept = trace == null || rate.keeps(trace);
        decisions.decided(tenant, trace, rate, kept, receivedNanos);
        if (trace == null) {
            books.undecidable(tenant);
        } else if (!kept) {
            flow.sampledOut(tenant, new SampledOut(trace, scan.id(), bytes, source, receivedNanos), rate);
        }
        return kept;
    }

    private Offer offer(TenantId tenant, Segment segment, KeepRate rate) {
        boolean decided = !rate.keepsAll() && segment.envelope().traceId() != null;
        return decided ? flow.offerKept(tenant, segment, rate) : flow.offer(tenant, segment);
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
