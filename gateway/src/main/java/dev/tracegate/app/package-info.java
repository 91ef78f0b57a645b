/**
 * The composition root: makes every collaborator, joins them, starts them in order and stops them in order. No logic of its own beyond that.
 *
 * <p>What comes in: the command line ({@link dev.tracegate.app.Main}), the settings and the signals of the process.
 *
 * <p>What goes out: a running gateway and, at its end, an exit code. The start order is upstream, UDP, TCP, admin API. The drain order is UDP when
 * it has been silent, accepted segments, TCP, spool, upstream, the last summary, admin API.
 *
 * <p>Read {@code GatewayProcess} first: one run of the process with its logging, loops and signals. {@code Gateway} makes the parts,
 * {@code DataPlane} is the event loop that owns UDP, flow and dispatch. {@code TenantReload} replaces the tenants at SIGHUP.
 * {@code app.upstream} has what a mode puts behind the data plane, {@code app.identities} the identity sources that the settings name.
 * {@code Sizes} and {@code CallerCapacity} divide the memory that is not for segments.
 *
 * <p>Threads: the main thread starts the process and ends; everything then happens on event loops and workers. Only this package reads a clock or
 * seeds chance.
 */
@NullMarked
package dev.tracegate.app;

import org.jspecify.annotations.NullMarked;
