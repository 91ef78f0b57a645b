package dev.tracegate.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A small text file of mode 0600 in a {@link PrivateFolder}. Only a regular file of the expected owner is ever opened. Blocks. */
public record PrivateFile(Path path) {
    /** Bytes. A runtime file has an address of at most 45 characters and two numbers. */
    private static final int MOST_BYTES = 1024;

    /** Writes the text to a new file that atomically replaces the directory entry. A link is replaced, never followed. */
    public void write(String text) throws IOException {
        var folder = folder();
        PrivateFolder.prepare(folder);
        var replacement = Files.createTempFile(folder, ".tracegate", null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(replacement, text);
            Files.move(replacement, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(replacement);
        }
    }

    /**
     * Reads the text.
     *
     * @throws NoSuchFileException if the file does not exist
     * @throws IOException if another user could have written it; the message has the path and the reason
     */
    public String read() throws IOException {
        var folder = folder();
        if (!PrivateFolder.isTrusted(folder)) {
            throw new FileSystemException(path.toString(), null, "its folder can be written by another user");
        }
        requireRegular(UnixEntry.of(folder).uid());
        return new String(NamedFile.read(path, MOST_BYTES), UTF_8);
    }

    /** Deletes the file if it belongs to this user and has this text; else does nothing. */
    public void delete(String text) throws IOException {
        try {
            if (read().equals(text)) {
                Files.delete(path);
            }
        } catch (NoSuchFileException gone) {
            // already deleted
        }
    }

    /** Creates the folder. Fails if it is not private, or if the path is something other than a regular file of this user. */
    public void prepare() throws IOException {
        PrivateFolder.prepare(folder());
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            requireRegular(EffectiveUser.id());
        }
    }

    private void requireRegular(int owner) throws IOException {
        var entry = UnixEntry.of(path, LinkOption.NOFOLLOW_LINKS);
        if (!entry.isRegular()) {
            throw new FileSystemException(path.toString(), null, "is " + entry.kind() + ", not a regular file");
        }
        if (entry.uid() != owner) {
            throw new FileSystemException(path.toString(), null,
                    "belongs to user " + Integer.toUnsignedString(entry.uid()) + ", not to user "
                            + Integer.toUnsignedString(owner));
        }
    }

    private Path folder() {
        var folder = path.toAbsolutePath().getParent();
        return folder == null ? Path.of("/") : folder;
    }
}
