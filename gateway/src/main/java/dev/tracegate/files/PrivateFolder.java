package dev.tracegate.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A folder in which no other user can create a file: not a symbolic link, owned by the effective user, not writable by its group or others.
 * A folder that this process creates has mode 0700. The launcher's {@code health} makes the same checks, except the mode, which a shell
 * cannot read.
 */
public final class PrivateFolder {
    private static final int ROOT = 0;

    private PrivateFolder() {}

    /** Creates the folder if it does not exist. Fails with the reason if it exists and is not private. */
    public static void prepare(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        var entry = UnixEntry.of(folder, LinkOption.NOFOLLOW_LINKS);
        if (!isPrivate(entry, EffectiveUser.id())) {
            throw new FileSystemException(folder.toString(), null, reason(entry));
        }
    }

    /** Whether the folder exists and is private to this user. */
    public static boolean isOurs(Path folder) {
        try {
            return isPrivate(UnixEntry.of(folder, LinkOption.NOFOLLOW_LINKS), EffectiveUser.id());
        } catch (IOException absent) {
            return false;
        }
    }

    /**
     * Whether a client may trust the files in the folder: the folder is this user's, or this user is root and only root could have created the
     * folder, as systemd does with {@code /run/tracegate} for another owner.
     */
    public static boolean isTrusted(Path folder) {
        return isOurs(folder) || isCreatedByRoot(folder, EffectiveUser.id());
    }

    static boolean isCreatedByRoot(Path folder, int user) {
        var parent = folder.toAbsolutePath().getParent();
        if (user != ROOT || parent == null) {
            return false;
        }
        try {
            var entry = UnixEntry.of(folder, LinkOption.NOFOLLOW_LINKS);
            return isPrivate(UnixEntry.of(parent), ROOT) && isPrivate(entry, entry.uid());
        } catch (IOException absent) {
            return false;
        }
    }

    private static boolean isPrivate(UnixEntry entry, int owner) {
        return entry.isFolder() && entry.uid() == owner && !entry.isWritableByOthers();
    }

    private static String reason(UnixEntry entry) {
        if (!entry.isFolder()) {
            return "is " + entry.kind() + " and not a folder";
        }
        return entry.uid() == EffectiveUser.id()
                ? "can be written by other users: run `chmod 700` on it"
                : "belongs to user " + Integer.toUnsignedString(entry.uid()) + " and not to user "
                        + Integer.toUnsignedString(EffectiveUser.id())
                        + ": name another folder in TRACEGATE_RUNTIME_DIR";
    }
}
