/**
 * Reads and writes files in places where other users of the host may have created files or links beforehand.
 *
 * <p>Read {@link dev.tracegate.files.PrivateFolder} first: the folder of the runtime file, the lock and the take-over socket. {@link
 * dev.tracegate.files.PrivateFile} is a file in it; {@link dev.tracegate.files.NamedFile} is a file that the operator configures.
 *
 * <p>Depends on the JDK only. All calls block, on the disk only: pipes and devices are never opened. Any thread may make them.
 */
@NullMarked
package dev.tracegate.files;

import org.jspecify.annotations.NullMarked;
