package dev.tracegate.sampling.client;

import dev.tracegate.tenant.TenantId;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Observes root segments as they arrive. Called on the loop that receives them; must not throw and not block. */
public interface RootListener {

    /**
     * A finished segment without a parent arrived.
     *
     * @param rule the name of the sampling rule that recorded it; null if it names none
     * @param sdk {@code aws.xray.sdk}; null if unknown
     * @param sdkVersion {@code aws.xray.sdk_version}; null if unknown
     */
    void arrived(TenantId tenant, InetAddress source, @Nullable String rule, @Nullable String sdk,
            @Nullable String sdkVersion);
}
