/**
 * Sends batches and handles each until its outcome: delivered, dead-lettered, stored or shed.
 *
 * <p>What comes in: batches from {@link dev.tracegate.flow.Flow}, as states ({@link dev.tracegate.flow.BatchState}) that offer only the legal next
 * transitions; a {@link dev.tracegate.dispatch.Dispatcher#wake} after each read of a socket, each end of a call and each timer.
 *
 * <p>What goes out: calls through the port {@link dev.tracegate.dispatch.SegmentSink}, one attempt each; batches that do not fit in memory through
 * the port {@link dev.tracegate.dispatch.Overflow}, and back; {@link dev.tracegate.dispatch.DispatchEvent}s for logs and meters.
 *
 * <p>Read {@link dev.tracegate.dispatch.Dispatcher} first: {@code scan} asks the routes that are due for a batch each, {@code send} starts its
 * call, {@code ended} settles it.
 * <ul>
 * <li>A {@code DestinationRoute} picks the next batch for one account and Region: a failed one that is due, a fresh one, or one from disk. Its
 * {@code DestinationLimiter} knows the rate that X-Ray accepts, its {@link dev.tracegate.dispatch.RetryPolicy} the delays.
 * <li>Three things can delay a call: the limiter of the destination, the circuit of the Region's {@code Endpoint} (is X-Ray reachable?) and the
 * {@code TenantCircuit} (are the tenant's credentials accepted?). {@code SharedCapacity} keeps one destination from using all calls.
 * <li>{@code BatchOutcomeHandler} decides about each segment when a call has ended. {@code Refusals} reads a reply that refused some of them.
 * <li>{@code BatchAttempt} is a batch's state with the history of its calls and its copy on disk.
 * <li>{@code OverflowController} moves batches to the overflow while memory is short and back when there is room; {@code WriteThrough} stores
 * segments that have waited for a second, if enabled; {@code DrainFinalizer} stores or sheds undelivered segments when the process stops.
 * </ul>
 *
 * <p>Threads: one. All of it runs on the data plane's event loop, and sink and overflow complete their futures there; nothing blocks and nothing
 * is locked. A few methods for health checks and metrics may be called on any thread; their Javadoc says so. The clock is a constructor parameter, so
 * that tests control the time.
 */
@NullMarked
package dev.tracegate.dispatch;

import org.jspecify.annotations.NullMarked;
