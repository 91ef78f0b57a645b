/** The listener on TCP 2000. */
@NullMarked
package dev.tracegate.ingest.tcp;

import org.jspecify.annotations.NullMarked;
