/**
 * Files that other users of the host may have prepared. {@link dev.tracegate.files.PrivateFolder} is the folder of the runtime file, the
 * lock and the take-over socket; {@link dev.tracegate.files.PrivateFile} is a file in it; {@link dev.tracegate.files.NamedFile} is a file
 * that the operator names. All calls block on the disk only: pipes and devices are never opened. Read {@code PrivateFolder} first.
 */
@NullMarked
package dev.tracegate.files;

import org.jspecify.annotations.NullMarked;
