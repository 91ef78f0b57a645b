package dev.tracegate.identity;

import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.Trust;
import dev.tracegate.tenant.Workload;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Values that the tests of identity share. */
public final class IdentityGiven {
    private IdentityGiven() {}

    public static InetAddress ip(String literal) {
        return InetAddress.ofLiteral(literal);
    }

    /** A task with ARN {@code task/} and the family. */
    public static Workload task(String family) {
        return workload("task/" + family, family);
    }

    public static Workload workload(String arn, String family) {
        return new Workload(arn, "cluster", family, null, Map.of(), null);
    }

    /** A known owner, whose start is not known. */
    public static OwnershipFinding known(String family, Trust trust, String epoch) {
        return new OwnershipFinding.Known(task(family), trust, epoch, null);
    }

    public static Resolution<String> owned(String owner) {
        return new Resolution.Owned<>(owner);
    }

    public static Resolution<String> refused(RejectReason reason) {
        return new Resolution.Refused<>(reason);
    }

    /** The final resolution, once it is there; empty until then. */
    public static <T> List<Resolution<T>> end(Resolution<T> resolution) {
        var end = new ArrayList<Resolution<T>>();
        whenFinal(resolution, end::add);
        return end;
    }

    public static <T> void whenFinal(Resolution<T> resolution, Consumer<Resolution<T>> consumer) {
        if (resolution instanceof Resolution.Pending<T> pending) {
            pending.then(consumer);
        } else {
            consumer.accept(resolution);
        }
    }
}
