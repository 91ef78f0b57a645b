/** The sampling side of the embedded X-Ray: its rules, and the reservoir's quota divided among the clients that report. */
@NullMarked
package dev.tracegate.embedded.sampling;

import org.jspecify.annotations.NullMarked;
