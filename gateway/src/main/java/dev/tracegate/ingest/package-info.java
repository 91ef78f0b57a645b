/**
 * Where segments and sampling calls come in: the UDP receiver and the TCP listener. Bytes become segments here and are offered to
 * flow; the TCP calls go to the {@link dev.tracegate.ingest.tcp.ApiHandler} port.
 */
@NullMarked
package dev.tracegate.ingest;

import org.jspecify.annotations.NullMarked;
