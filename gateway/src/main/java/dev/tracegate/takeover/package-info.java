/**
 * One gateway for each UDP address, and the hand-over from a running process to its successor without a gap.
 *
 * <p>What comes in: the settings of the listeners, the {@code --take-over} flag, and the lines of the other process on a Unix domain socket that only
 * the same user may open.
 *
 * <p>What goes out: the right to bind the addresses ({@link dev.tracegate.takeover.Instance}), shared with the predecessor while both run; the
 * moment at which the predecessor's sockets are closed and at which its spool is free; the unread bytes of a predecessor that had to be killed
 * ({@link dev.tracegate.takeover.SocketBacklog}).
 *
 * <p>Read {@link dev.tracegate.takeover.Instance} first. {@code InstanceLock} is a file lock, which ends with its process. {@code TakeOver} is the
 * successor's side of the protocol, {@link dev.tracegate.takeover.HandOver} the predecessor's. {@code HungPeerDetector} decides when a
 * predecessor that does not answer is killed; {@code Peer} checks that it is a process of the same user.
 *
 * <p>Threads: event loops; {@link dev.tracegate.takeover.Instance#claim} blocks and runs on the main thread before there is a loop.
 */
@NullMarked
package dev.tracegate.takeover;

import org.jspecify.annotations.NullMarked;
