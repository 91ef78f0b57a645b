package dev.tracegate.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A file that the operator names: settings, a token, a key. Links are followed, because a Kubernetes secret is one. Pipes and devices are
 * refused: reading one may never end, and the X-Ray daemon, which reads its file twice, accepts no pipe either. {@code /dev/null} counts as an
 * empty file, because operators use it to say that there is none.
 */
public final class NamedFile {
    private static final Path EMPTY = Path.of("/dev/null");

    private NamedFile() {}

    /**
     * Its bytes.
     *
     * @param mostBytes a longer file is refused; no more than this and one byte is read
     * @throws IOException where it cannot be read; {@link #problem} has the reason for the operator
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
        if (path.equals(EMPTY)) {
            return new byte[0];
        }
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

    /** What a failed read means, without the path. */
    public static String problem(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "there is no such file";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException refused when refused.getReason() != null -> refused.getReason();
            default -> String.valueOf(failure.getMessage());
        };
    }
}
