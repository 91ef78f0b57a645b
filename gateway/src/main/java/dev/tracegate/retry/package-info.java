/**
 * Whether and when to try again, and how fast to send. Answers are durations and decisions: nothing here sleeps or owns a timer. Pure: no
 * input or output; times and random generators are parameters.
 *
 * <p>Read {@link dev.tracegate.retry.SendRate} first: it estimates the rate that a destination accepts, with {@code Probing} and {@code RateTrial}.
 * {@link dev.tracegate.retry.Concurrency} bounds the calls in flight, {@link dev.tracegate.retry.CircuitBreaker} stops calls that cannot
 * succeed, {@link dev.tracegate.retry.Backoff} and {@link dev.tracegate.retry.RetryBudget} space the retries.
 */
@NullMarked
package dev.tracegate.retry;

import org.jspecify.annotations.NullMarked;
