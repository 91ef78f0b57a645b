package dev.tracegate.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that the operator names: settings, a token, a key. Links are followed, because a Kubernetes secret is one. Pipes and devices are
 * refused: reading one may never end, and the X-Ray daemon, which reads its file twice, takes no pipe either.
 */
public final class NamedFile {
    private NamedFile() {}

    /**
     * Its bytes.
     *
     * @param mostBytes a longer file is refused; no more than this and one byte is read
     * @throws IOException where it cannot be read; the reason of a {@link FileSystemException} is for the operator
     */
    public static byte[] read(Path path, int mostBytes) throws IOException {
        byte[] bytes = beginning(path, mostBytes + 1);
        if (bytes.length > mostBytes) {
            throw new FileSystemException(path.toString(), null, "has more than " + mostBytes + " bytes");
        }
        return bytes;
    }

    /** As {@link #read}, but of a longer file the first bytes. */
    public static byte[] beginning(Path path, int mostBytes) throws IOException {
        var entry = UnixEntry.of(path);
        if (entry.isFolder()) {
            throw new FileSystemException(path.toString(), null, "is a directory");
        }
        if (!entry.isRegular()) {
            throw new FileSystemException(path.toString(), null,
                    "is " + entry.kind() + ", not a regular file: write the content to a file");
        }
        try (var in = Files.newInputStream(path)) {
            return in.readNBytes(mostBytes);
        }
    }
}
