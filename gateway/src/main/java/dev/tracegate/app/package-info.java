/**
 * The composition root: creates and connects all collaborators, starts them in order and stops them in order. It has no other logic.
 *
 * <p>What comes in: the command line ({@link dev.tracegate.app.Main}), the settings and the signals of the process.
 *
 * <p>What goes out: a running gateway and, finally, an exit code. The start order is upstream, UDP, TCP, admin API. The drain order is UDP when
 * no datagrams arrive, accepted segments, TCP, spool, upstream, the last summary, admin API.
 *
 * <p>Read {@code GatewayProcess} first: one run of the process with its logging, loops and signals. {@code Gateway} creates the parts,
 * {@code DataPlane} is the event loop that owns UDP, flow and dispatch. {@code TenantReload} replaces the tenants at SIGHUP.
 * {@code app.upstream} has the receiver of batches for each mode, {@code app.identities} creates the configured sources of identity,
 * {@code app.rules} opens the rule books and follows their file, {@code app.clients} observes the SDKs' sampling calls.
 * {@code Sizes} and {@code CallerCapacity} divide the memory for other data than segments.
 *
 * <p>Threads: the main thread starts the process and ends; after that all work runs on event loops and worker threads. Only this package creates clocks
 * and random generators; other packages receive them as parameters.
 */
@NullMarked
package dev.tracegate.app;

import org.jspecify.annotations.NullMarked;
