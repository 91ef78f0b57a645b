package dev.tracegate.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Type, permissions and owner of a path.
 *
 * @param mode type and permission bits, as in stat(2)
 * @param uid of the owner
 */
record UnixEntry(int mode, int uid) {
    private static final int TYPE = 0170000;
    private static final int FOLDER = 0040000;
    private static final int REGULAR = 0100000;
    private static final int GROUP_OR_OTHERS_WRITE = 0022;

    /**
     * Reads the entry. Fails if the path does not exist or its folder cannot be searched. A link is its own entry unless it is followed.
     */
    static UnixEntry of(Path path, LinkOption... links) throws IOException {
        var attributes = Files.readAttributes(path, "unix:mode,uid", links);
        return new UnixEntry(number(attributes.get("mode")), number(attributes.get("uid")));
    }

    private static int number(@Nullable Object attribute) throws IOException {
        if (attribute instanceof Integer number) {
            return number;
        }
        throw new IOException("no Unix file system");
    }

    boolean isFolder() {
        return (mode & TYPE) == FOLDER;
    }

    boolean isRegular() {
        return (mode & TYPE) == REGULAR;
    }

    boolean isWritableByOthers() {
        return (mode & GROUP_OR_OTHERS_WRITE) != 0;
    }

    /** The type with its article, for messages. */
    String kind() {
        return switch (mode & TYPE) {
            case FOLDER -> "a folder";
            case REGULAR -> "a regular file";
            case 0120000 -> "a symbolic link";
            case 0010000 -> "a pipe";
            case 0140000 -> "a socket";
            default -> "a device";
        };
    }
}
