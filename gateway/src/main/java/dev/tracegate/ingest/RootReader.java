package dev.tracegate.ingest;

import dev.tracegate.sampling.client.RootListener;
import dev.tracegate.segment.EnvelopeScan;
import dev.tracegate.segment.SdkMembers;
import dev.tracegate.tenant.TenantId;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Reads the rule and the SDK of root segments for a listener; reads nothing without one. For the loop of the {@link DatagramProcessor}. */
public final class RootReader {
    private final @Nullable RootListener listener;
    private final @Nullable SdkMembers members;

    private RootReader(@Nullable RootListener listener) {
        this.listener = listener;
        this.members = listener == null ? null : new SdkMembers();
    }

    /** Reads nothing. */
    public static RootReader none() {
        return new RootReader(null);
    }

    public static RootReader of(RootListener listener) {
        return new RootReader(listener);
    }

    /** Reads on in the document that was scanned last. */
    void read(EnvelopeScan scan, TenantId tenant, InetSocketAddress source) {
        if (listener != null && members != null && scan.isRoot()) {
            scan.readSdk(members);
            listener.arrived(tenant, source.getAddress(), members.rule(), members.sdk(), members.version());
        }
    }
}
