package dev.tracegate.app.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * The state of a file, to detect a change since it was read. It includes the inode, because a file that replaces another may have the same size and time.
 *
 * @param key the inode
 * @param modified null if there is no such file, or if it cannot be read
 */
record FileState(@Nullable FileTime modified, long size, @Nullable Object key) {

    /** Blocks. Follows links, because a mounted configuration map is one. */
    static FileState of(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileState(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        } catch (IOException e) {
            return new FileState(null, 0, null);
        }
    }
}
