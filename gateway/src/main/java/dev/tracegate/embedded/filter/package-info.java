/**
 * X-Ray's filter expressions, which select traces in GetTraceSummaries and nodes or edges in GetTimeSeriesServiceStatistics.
 *
 * <p>What comes in: the text of an expression. What goes out: a {@link dev.tracegate.embedded.filter.Filter} that matches assembled traces,
 * or an {@link dev.tracegate.embedded.filter.InvalidFilter} with the offset of the error. The time window is not part of it; the store
 * applies that first.
 *
 * <p>Read {@link dev.tracegate.embedded.filter.Filter} first, then {@code Parser} (the grammar, on tokens of {@code Lexer}) and
 * {@code FilterEvaluator} (a filter applied to a trace). {@link dev.tracegate.embedded.filter.Keyword} lists the keywords; a {@code Scope}
 * is the part of a trace whose values a keyword reads. {@code Printer} writes a filter as an expression.
 *
 * <p>Threads: filters are immutable; parsing and evaluation need no lock.
 */
@NullMarked
package dev.tracegate.embedded.filter;

import org.jspecify.annotations.NullMarked;
