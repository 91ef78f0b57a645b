/**
 * The traces of the embedded X-Ray as they are read: stored documents, assembled into a tree of segments and subsegments.
 *
 * <p>What comes in: the JSON texts of the documents of one trace, in the order of arrival, from {@code embedded.store}.
 *
 * <p>What goes out: {@link dev.tracegate.embedded.model.Trace}s, the {@link dev.tracegate.embedded.model.Node}s of the service graph that they touch,
 * and the {@link dev.tracegate.embedded.model.RootCause}s of their failures and delays; for {@code embedded.filter}, {@code embedded.summary} and
 * {@code embedded.graph}.
 *
 * <p>Read {@link dev.tracegate.embedded.model.Trace} first, then {@link dev.tracegate.embedded.model.Entity} (a segment or subsegment) and
 * {@code TraceAssembler}, which chooses the version of each document, attaches independent subsegments to their parents and links callers to callees.
 *
 * <p>Threads: an assembled trace is not modified and may be read by any thread.
 */
@NullMarked
package dev.tracegate.embedded.model;

import org.jspecify.annotations.NullMarked;
