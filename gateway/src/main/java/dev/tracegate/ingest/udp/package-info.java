/** Binds, reads and closes the UDP sockets. Read {@link dev.tracegate.ingest.udp.UdpReceiver} first. */
@NullMarked
package dev.tracegate.ingest.udp;

import org.jspecify.annotations.NullMarked;
