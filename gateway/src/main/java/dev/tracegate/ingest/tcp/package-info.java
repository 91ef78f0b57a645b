/** The HTTP listener on TCP port 2000. Read {@link dev.tracegate.ingest.tcp.TcpListener} first. */
@NullMarked
package dev.tracegate.ingest.tcp;

import org.jspecify.annotations.NullMarked;
