/**
 * HTTP towards AWS: one transport with its proxy and trust rules, an event-loop caller and an adapter for SDK clients, and the rules that
 * tell whose answer a reply is.
 */
@NullMarked
package dev.tracegate.aws.http;

import org.jspecify.annotations.NullMarked;
