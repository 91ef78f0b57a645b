package dev.tracegate.admin.read;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A sender, as an operator sees it. Never a secret in it.
 *
 * @param source its address; with the port where tasks share the address
 * @param task its ARN; null where two tasks have the address
 * @param tenant null for one that is refused
 * @param refused the reason's label; null for one that is a tenant's
 * @param unseen since it last sent; since it was found, before that
 * @param credentials the tenant's; null for one that is refused, and where none are needed
 */
public record WorkloadView(String source, @Nullable String task, @Nullable String cluster, @Nullable String family,
        @Nullable String service, @Nullable String tenant, @Nullable String refused, @Nullable String trust,
        @Nullable String epoch, Duration unseen, @Nullable CredentialsView credentials) {}
