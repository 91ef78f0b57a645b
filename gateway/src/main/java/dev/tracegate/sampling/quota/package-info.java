/**
 * Answers the reports of SDKs: the rate of a rule, and a part of its reservoir. Read {@link dev.tracegate.sampling.quota.SamplingTargets} first;
 * {@link dev.tracegate.sampling.quota.QuotaLeases} is the port to what divides reservoirs.
 */
@NullMarked
package dev.tracegate.sampling.quota;

import org.jspecify.annotations.NullMarked;
