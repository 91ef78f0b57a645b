package dev.tracegate.takeover;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tracegate.files.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The lock of a UDP address: a lock of the operating system on a file, which is released when the process ends for any reason. The file contains one
 * line, {@code pid address...}, about the process that has the lock. It is never deleted, because another process may be waiting for its lock. Every
 * method blocks. A process that has the lock must not acquire it again: by POSIX, closing any channel of the file releases the lock.
 */
final class InstanceLock implements AutoCloseable {
    private static final Set<OpenOption> OPTIONS = Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ,
            StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final int MAX_BYTES = 200;

    private final FileChannel file;

    private InstanceLock(FileChannel file) {
        this.file = file;
    }

    /** The result of an attempt to take the lock. */
    sealed interface Outcome {

        /** This process has the lock until it closes {@code lock}. */
        record Held(InstanceLock lock) implements Outcome {}

        /** @param pid id of the process that has the lock, if the file contains it */
        record Taken(OptionalLong pid) implements Outcome {}

        /** The file cannot be locked: a read-only file system, a folder that other users may write to, or not a regular file. */
        record Unavailable(String reason) implements Outcome {}
    }

    /** @param addresses written to the file, as information for people */
    static Outcome acquire(Path path, long pid, String addresses) {
        try {
            new PrivateFile(path).prepare();
            return acquire(FileChannel.open(path, OPTIONS,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))),
                    pid + " " + addresses + "\n");
        } catch (IOException unusable) {
            return new Outcome.Unavailable(unusable.toString());
        }
    }

    private static Outcome acquire(FileChannel file, String line) throws IOException {
        boolean ours = false;
        try {
            ours = locked(file);
            if (!ours) {
                return new Outcome.Taken(pidIn(file));
            }
            file.truncate(0).write(US_ASCII.encode(line), 0);
            return new Outcome.Held(new InstanceLock(file));
        } finally {
            if (!ours) {
                file.close();
            }
        }
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException inThisProcess) {
            return false;
        }
    }

    private static OptionalLong pidIn(FileChannel file) throws IOException {
        var content = ByteBuffer.allocate(MAX_BYTES);
        file.read(content, 0);
        var pid = US_ASCII.decode(content.flip()).toString().split(" ", 2)[0];
        return pid.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(pid)) : OptionalLong.empty();
    }

    /** Releases the lock. */
    @Override
    public void close() {
        try {
            file.truncate(0);
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
