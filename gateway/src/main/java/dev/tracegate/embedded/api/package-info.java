/**
 * The operations of the X-Ray API as the embedded X-Ray answers them, with X-Ray's validation and error texts.
 *
 * <p>What comes in: the JSON body of a call ({@link dev.tracegate.embedded.api.Input}), and documents from UDP
 * ({@link dev.tracegate.embedded.api.DocumentProcessor}).
 *
 * <p>What goes out: the JSON body of the reply, or an {@link dev.tracegate.embedded.api.ApiError} with its HTTP status.
 *
 * <p>Read {@link dev.tracegate.embedded.api.Operations} first: it maps paths to operations. {@code DocumentCheck} has X-Ray's checks of a document,
 * {@code TraceQueries} what the reading operations share.
 *
 * <p>Threads: {@link dev.tracegate.embedded.api.Operation#uses} names the worker thread that an operation must run on.
 */
@NullMarked
package dev.tracegate.embedded.api;

import org.jspecify.annotations.NullMarked;
