/**
 * Composes the identity of senders from the settings. Read {@link dev.tracegate.app.identities.IdentityService} first;
 * {@link dev.tracegate.app.identities.WorkloadResolverFactory} creates the sources of identity that the settings list.
 */
@NullMarked
package dev.tracegate.app.identities;

import org.jspecify.annotations.NullMarked;
