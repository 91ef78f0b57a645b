/**
 * Files that other users of the machine may have prepared. {@link dev.tracegate.files.PrivateFolder} is the folder of the runtime file, the
 * lock and the take-over socket; {@link dev.tracegate.files.PrivateFile} is a file in it; {@link dev.tracegate.files.NamedFile} is a file
 * that the operator names. All calls block, but none waits for another process: pipes and devices are never opened. Start with
 * {@code PrivateFolder}.
 */
@NullMarked
package dev.tracegate.files;

import org.jspecify.annotations.NullMarked;
