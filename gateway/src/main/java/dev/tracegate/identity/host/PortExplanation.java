package dev.tracegate.identity.host;

import dev.tracegate.identity.AuditTrail;
import dev.tracegate.identity.Decision;
import dev.tracegate.segment.RejectReason;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a sender at the host's own address is resolved; lines for an operator.
 *
 * @param known ports with an owner or in dispute
 * @param refused ports that were refused within the last minute
 * @param failure why the last poll failed; empty if it succeeded
 */
record PortExplanation(List<? extends Decision> known, List<? extends Decision> refused, String failure) {
    /** Bounds the answer for an address without a port. */
    private static final int MOST_LINES = 100;

    /** @param source with port 0 for all ports */
    List<String> lines(InetSocketAddress source) {
        var lines = new ArrayList<String>();
        var port = ":" + source.getPort();
        if (source.getPort() > 0) {
            lines.add(all().filter(decision -> decision.source().endsWith(port))
                    .findFirst()
                    .map(AuditTrail::describe)
                    .orElse(RejectReason.UNKNOWN_SOURCE.label()
                            + ": nothing came from that port within the last minute"));
        } else {
            lines.add("depends on the port: this is the host's own address, which all tasks in host mode share");
            all().limit(MOST_LINES)
                    .forEach(decision -> lines.add("  " + decision.source() + " " + AuditTrail.describe(decision)));
        }
        lines.add("  host: knows " + known.size() + " ports"
                + (failure.isEmpty() ? "" : " (cannot be polled now: " + failure + ")"));
        return lines;
    }

    /** A port that is known now may have been refused before. */
    private Stream<Decision> all() {
        return Stream.concat(known.stream(), refused.stream());
    }
}
