/**
 * Pure: the sampling rules of X-Ray, and what is decided by them and by the keep rates of tenants.
 *
 * <p>In: rules from a {@link dev.tracegate.sampling.book.RuleStore} or a file, requests to match, the statistics that SDKs report, and trace ids. Out: the
 * rule of a request, the rules and targets for an SDK, and the gateway's own decision about a segment. JSON is read and written elsewhere.
 *
 * <p>A sub-package for each subject, in the order in which to read them:
 * <ul>
 * <li>{@code rule}: a rule, a book of rules, matching
 * <li>{@code book}: the current books, their versions, and the port to what keeps them
 * <li>{@code quota}: the answers to reports, and the leases of reservoirs
 * <li>{@code head}: the gateway's own decision by a tenant's keep rate
 * <li>{@code client}: who polls, and what is lost between SDKs and the gateway
 * </ul>
 *
 * <p>Values are immutable. A class with state says which thread may use it. {@code docs/sampling.md} has the words, and the hash with its test vectors.
 */
@NullMarked
package dev.tracegate.sampling;

import org.jspecify.annotations.NullMarked;
