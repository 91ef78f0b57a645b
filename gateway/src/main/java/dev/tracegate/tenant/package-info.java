/**
 * The tenants: their limits and credentials, and which of them a sender or a task belongs to. Pure: no input or output, no clock.
 *
 * <p>What comes in: the tenants of the settings, as immutable {@link dev.tracegate.tenant.Tenant} records with their limits, networks, ports, task
 * matches and credentials.
 *
 * <p>What goes out: look-ups. {@link dev.tracegate.tenant.Registry} finds a tenant by id, port, network or task;
 * {@link dev.tracegate.tenant.TenantDirectory} holds the registry that is current and keeps removed tenants until all their segments have ended.
 *
 * <p>Read {@link dev.tracegate.tenant.Tenant} first, then {@link dev.tracegate.tenant.Registry} and
 * {@link dev.tracegate.tenant.TenantCredentials}. A {@link dev.tracegate.tenant.Destination} is the account and Region that segments go to;
 * {@link dev.tracegate.tenant.RateLimit} is the only class with changing state.
 *
 * <p>Threads: records and registries are immutable. The directory may be read from any thread. A rate limit belongs to the receiver's loop.
 */
@NullMarked
package dev.tracegate.tenant;

import org.jspecify.annotations.NullMarked;
