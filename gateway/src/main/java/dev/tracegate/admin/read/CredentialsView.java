package dev.tracegate.admin.read;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a tenant's credentials are. Never a secret in it.
 *
 * @param state {@code valid}, {@code missing} or {@code denied}
 * @param expires null where there are none, or they have no end
 * @param problem why there are none; null where there are
 */
public record CredentialsView(String state, @Nullable Instant expires, @Nullable String problem) {}
