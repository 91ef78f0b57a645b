package dev.tracegate.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads a file that the operator names: settings, a token, a key. Links are followed, because a Kubernetes secret is one. Pipes and devices
 * are refused: reading one may never end, and the X-Ray daemon, which reads its file twice, accepts no pipe either. {@code /dev/null}
 * counts as an empty file, because operators use it for "no file".
 */
public final class NamedFile {
    private static final Path EMPTY = Path.of("/dev/null");

    private NamedFile() {}

    /**
     * Reads the whole file. Blocks.
     *
     * @param mostBytes a longer file is refused; no more than this plus one byte is read
     * @throws IOException if it cannot be read; {@link #problem} returns the reason for the operator
     */
    public static byte[] read(Path path, int mostBytes) throws IOException {
        byte[] bytes = beginning(path, mostBytes + 1);
        if (bytes.length > mostBytes) {
            throw new FileSystemException(path.toString(), null, "has more than " + mostBytes + " bytes");
        }
        return bytes;
    }

    /** As {@link #read}, but reads only the first bytes of a longer file. */
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

    /** The reason of a failed read for the operator, without the path. */
    public static String problem(IOException failure) {
        return switch (failure) {
            case NoSuchFileException missing -> "there is no such file";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException refused when refused.getReason() != null -> refused.getReason();
            default -> String.valueOf(failure.getMessage());
        };
    }
}
