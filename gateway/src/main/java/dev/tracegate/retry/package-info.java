/**
 * Pure: whether and when to try again. Answers are durations and decisions; nothing here sleeps or owns a timer.
 */
@NullMarked
package dev.tracegate.retry;

import org.jspecify.annotations.NullMarked;
