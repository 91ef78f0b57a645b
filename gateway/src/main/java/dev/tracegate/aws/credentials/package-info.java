/**
 * Credentials: their sources, their refresh, and the roles that STS issues for tenants. A {@code CredentialSource} fetches, blocking, on a
 * worker; {@code RefreshingCredentials} keeps the result and decides when to fetch again; {@code RoleCredentials} caches one of those for
 * each role. Read {@code Credentials} first, the interface that callers use.
 */
@NullMarked
package dev.tracegate.aws.credentials;

import org.jspecify.annotations.NullMarked;
