package dev.tracegate.app.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * What tells whether a file changed since it was read. Also the key, which is the inode: a file that another one replaced may have the same size and time.
 *
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
