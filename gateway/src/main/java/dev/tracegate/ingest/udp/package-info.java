/** The UDP sockets and the reading of datagrams. */
@NullMarked
package dev.tracegate.ingest.udp;

import org.jspecify.annotations.NullMarked;
