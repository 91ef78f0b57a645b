/**
 * Source address to workload to tenant. Asked by ingest once per datagram, before anything is read from it.
 */
@NullMarked
package dev.tracegate.identity;

import org.jspecify.annotations.NullMarked;
