package dev.tracegate.embedded.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * The SQLite file and the two that SQLite keeps beside it. Traces may hold what users typed, so only the owner can read them.
 *
 * @param disposable whether the file, and the folder made for it, go when the store is closed
 */
record StoreFile(Path path, boolean disposable) {
    private static final String FOLDER_MODE = "rwx------";
    private static final String FILE_MODE = "rw-------";
    /** SQLite's shared-memory index needs mmap and locks that these do not give; the answer would be a corrupt file. */
    private static final Set<String> REMOTE = Set.of("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs",
            "9p", "fuse.sshfs", "fuse.s3fs");

    /** A file that the operator named; made, with its folder, where it is not there. */
    static StoreFile at(Path path) {
        if (path.toString().contains("?")) { // SQLite's driver would read settings from what follows
            throw new StoreException("embedded.store: " + path + " has a '?' in it; name another file");
        }
        try {
            var folder = path.toAbsolutePath().getParent();
            if (folder != null && !Files.exists(folder)) {
                Files.createDirectories(folder, PosixFilePermissions
                        .asFileAttribute(PosixFilePermissions.fromString(FOLDER_MODE)));
            }
            refuseRemote(folder == null ? path : folder);
            createPrivate(path);
            return new StoreFile(path, false);
        } catch (IOException e) {
            throw new StoreException("embedded.store: cannot create " + path, e);
        }
    }

    /** A file of its own folder in the temporary folder. */
    static StoreFile temporary() {
        try {
            var folder = Files.createTempDirectory("tracegate-");
            folder.toFile().deleteOnExit();
            var file = new StoreFile(folder.resolve("traces.db"), true);
            // registered after the folder, hence deleted before it
            file.all().forEach(each -> each.toFile().deleteOnExit());
            createPrivate(file.path);
            return file;
        } catch (IOException e) {
            throw new StoreException("embedded.store: cannot create a temporary file", e);
        }
    }

    private static void createPrivate(Path path) throws IOException {
        var mode = PosixFilePermissions.fromString(FILE_MODE);
        try {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(mode));
        } catch (FileAlreadyExistsException e) {
            // SQLite gives its -wal and -shm files the mode of this one
            Files.setPosixFilePermissions(path, mode);
        }
    }

    private static void refuseRemote(Path folder) throws IOException {
        var type = Files.getFileStore(folder).type();
        if (REMOTE.contains(type)) {
            throw new StoreException("embedded.store: " + folder + " is on a network file system (" + type
                    + "), where SQLite cannot keep a file whole; name one on a local disk");
        }
    }

    Path writeAheadLog() {
        return path.resolveSibling(path.getFileName() + "-wal");
    }

    /** Bytes of the write-ahead log, 0 where there is none. */
    long writeAheadBytes() {
        return writeAheadLog().toFile().length();
    }

    private List<Path> all() {
        return List.of(path, writeAheadLog(), path.resolveSibling(path.getFileName() + "-shm"));
    }

    /** Deletes a temporary file with all that belongs to it; a named one stays. */
    void dispose() {
        if (!disposable) {
            return;
        }
        try {
            for (var each : all()) {
                Files.deleteIfExists(each);
            }
            Files.deleteIfExists(path.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new StoreException("embedded.store: cannot delete " + path, e);
        }
    }
}
