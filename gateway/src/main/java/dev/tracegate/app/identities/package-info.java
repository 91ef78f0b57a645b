/** Composition of identity: which sources resolve senders, by the settings. */
@NullMarked
package dev.tracegate.app.identities;

import org.jspecify.annotations.NullMarked;
