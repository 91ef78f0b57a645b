package dev.tracegate.admin.read;

import dev.tracegate.tenant.CredentialState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A sender, as the operator sees it; without secrets.
 *
 * @param source its address; with the port if tasks share the address
 * @param task its ARN; null if two tasks have the address
 * @param tenant null if the sender is refused
 * @param refused the label of the reason; null if the sender has a tenant
 * @param unseen the time since it last sent; if it never has, since it was found
 * @param credentials the tenant's; null if the sender is refused or needs none
 */
public record WorkloadView(String source, @Nullable String task, @Nullable String cluster, @Nullable String family,
        @Nullable String service, @Nullable String tenant, @Nullable String refused, @Nullable String trust,
        @Nullable String epoch, Duration unseen, @Nullable CredentialState credentials) {}
