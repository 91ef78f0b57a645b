/** One gateway a UDP address: the lock, and the hand-over of sockets and spool from one process to the next. */
@NullMarked
package dev.tracegate.takeover;

import org.jspecify.annotations.NullMarked;
