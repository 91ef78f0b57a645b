/**
 * Pure: the sampling rules of X-Ray, and what is decided by them and by the keep rates of tenants.
 *
 * <p>In: rules from a {@link dev.tracegate.sampling.RuleStore} or a file, requests to match, the statistics that SDKs report, and trace ids. Out: the
 * rule of a request, the rules and targets for an SDK, and the gateway's own decision about a segment. JSON is read and written elsewhere.
 *
 * <p>Read {@link dev.tracegate.sampling.RuleBook} first, then {@link dev.tracegate.sampling.RuleBooks}, which holds the current book of each tenant,
 * and {@link dev.tracegate.sampling.SamplingTargets}, which answers reports. The head decision of the gateway stands apart:
 * {@link dev.tracegate.sampling.KeepRate} compares {@link dev.tracegate.sampling.TraceHash}, one published hash of the whole trace id, with a
 * tenant's keep rate, and {@link dev.tracegate.sampling.RecentDecisions} is the port to the newest decisions. {@link dev.tracegate.sampling.SamplingObserver} compares what SDKs report with the
 * root segments that arrive, and knows who polls. {@code docs/sampling.md} has the words, the hash's definition and its test vectors.
 *
 * <p>Rules, books and versions are immutable. A class with state says which thread may use it.
 */
@NullMarked
package dev.tracegate.sampling;

import org.jspecify.annotations.NullMarked;
