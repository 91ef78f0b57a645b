/**
 * Observes the clients that ask for sampling rules, and the loss between them and the gateway. Read
 * {@link dev.tracegate.app.clients.ClientWatch} first.
 */
@NullMarked
package dev.tracegate.app.clients;

import org.jspecify.annotations.NullMarked;
