package dev.tracegate.sqlite;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** A SQLite file and the two that SQLite keeps beside it. They hold what users typed, so only the owner can read them. */
public record DatabaseFile(Path path) {
    private static final String FOLDER_MODE = "rwx------";
    private static final String FILE_MODE = "rw-------";
    /** SQLite needs locks, and its shared-memory index mmap, that these do not give; the answer would be a corrupt file. */
    private static final Set<String> REMOTE = Set.of("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs",
            "9p", "fuse.sshfs", "fuse.s3fs");

    /**
     * Makes the file, and its folder, where they are not there. Blocks.
     *
     * @throws IOException where SQLite could not use it; the message says why, without naming a setting
     */
    public static DatabaseFile make(Path path) throws IOException {
        if (path.toString().contains("?")) { // SQLite's driver would read settings from what follows
            throw new IOException(path + " has a '?' in it; name another file");
        }
        var folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            if (!Files.exists(folder)) {
                Files.createDirectories(folder, PosixFilePermissions
                        .asFileAttribute(PosixFilePermissions.fromString(FOLDER_MODE)));
            }
            refuseRemote(folder);
        }
        var file = new DatabaseFile(path);
        file.createPrivate();
        return file;
    }

    private static void refuseRemote(Path folder) throws IOException {
        var store = Files.getFileStore(folder);
        if (REMOTE.contains(store.type())) {
            throw new IOException(folder + " is on a network file system (" + store.type()
                    + "), where SQLite cannot keep a file whole; name one on a local disk");
        }
        if (store.isReadOnly()) {
            throw new IOException(folder + " is on a read-only volume; name a folder that can be written");
        }
    }

    /** Makes the file readable by its owner alone. */
    public void createPrivate() throws IOException {
        var mode = PosixFilePermissions.fromString(FILE_MODE);
        try {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(mode));
        } catch (FileAlreadyExistsException e) {
            // SQLite gives its -wal and -shm files the mode of this one
            Files.setPosixFilePermissions(path, mode);
        }
    }

    public Path writeAheadLog() {
        return beside("-wal");
    }

    /** Bytes of the write-ahead log, 0 where there is none. */
    public long writeAheadBytes() {
        return writeAheadLog().toFile().length();
    }

    /** The file, its write-ahead log and its shared-memory index, there or not. */
    public List<Path> all() {
        return List.of(path, writeAheadLog(), beside("-shm"));
    }

    private Path beside(String ending) {
        return path.resolveSibling(path.getFileName() + ending);
    }
}
