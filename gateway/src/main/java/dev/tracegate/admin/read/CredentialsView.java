package dev.tracegate.admin.read;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a tenant's credentials, without the credentials.
 *
 * @param state {@code valid}, {@code missing} or {@code denied}
 * @param expires null if there are none, or if they do not expire
 * @param problem why there are none; null if there are
 */
public record CredentialsView(String state, @Nullable Instant expires, @Nullable String problem) {}
