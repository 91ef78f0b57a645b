/**
 * The head decision of the gateway: {@link dev.tracegate.sampling.head.KeepRate} compares {@link dev.tracegate.sampling.head.TraceHash}, one published hash of
 * the whole trace id, with a tenant's keep rate. {@link dev.tracegate.sampling.head.RecentDecisions} is the port to the newest decisions.
 */
@NullMarked
package dev.tracegate.sampling.head;

import org.jspecify.annotations.NullMarked;
