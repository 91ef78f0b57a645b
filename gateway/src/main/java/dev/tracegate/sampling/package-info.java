/**
 * Decisions about which traces are kept. Pure: values and decisions, no I/O.
 *
 * <p>The head decision of the gateway: {@link dev.tracegate.sampling.KeepRate} compares {@link dev.tracegate.sampling.TraceHash}, one published
 * hash of the whole trace id, with a tenant's keep rate. Gateways with equal rates decide alike without shared state, and a higher rate keeps all
 * that a lower one keeps.
 *
 * <p>Read {@link dev.tracegate.sampling.KeepRate} first. {@code docs/sampling.md} has the words, the hash's definition and its test vectors.
 */
@NullMarked
package dev.tracegate.sampling;

import org.jspecify.annotations.NullMarked;
