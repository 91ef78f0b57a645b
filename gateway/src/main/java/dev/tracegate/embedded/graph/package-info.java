/**
 * What X-Ray derives from traces when they are read: the service graph with its statistics, time series, inferred segments, and documents
 * in the form in which BatchGetTraces returns them.
 *
 * <p>What comes in: assembled {@link dev.tracegate.embedded.model.Trace}s, one at a time; none is kept.
 *
 * <p>What goes out: JSON in X-Ray's wire format ({@link dev.tracegate.embedded.graph.GraphJson},
 * {@link dev.tracegate.embedded.graph.TimeSeries}), and the documents of a trace ({@link dev.tracegate.embedded.graph.TraceDocuments}).
 *
 * <p>Read {@link dev.tracegate.embedded.graph.ServiceGraph} first. {@code ReturnedDocument} edits the text of a document in place:
 * {@code JsonSpan} locates the values in the text and {@code TextEdits} replaces parts of it, so that the rest keeps every character.
 *
 * <p>Threads: a graph or time series is for one thread at a time.
 */
@NullMarked
package dev.tracegate.embedded.graph;

import org.jspecify.annotations.NullMarked;
