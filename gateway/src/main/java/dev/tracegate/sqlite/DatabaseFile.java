package dev.tracegate.sqlite;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * A SQLite file, its write-ahead log and its shared-memory index. They can contain data of end users, so only the owner may read them.
 *
 * @param path the database file; the names of the other two are derived from it
 */
public record DatabaseFile(Path path) {
    private static final String FOLDER_MODE = "rwx------";
    private static final String FILE_MODE = "rw-------";
    /** File systems without the locks, or without the shared mmap, that SQLite needs; on them a database can become corrupt. */
    private static final Set<String> NETWORK_FILE_SYSTEMS = Set.of("nfs", "nfs4", "cifs", "smb", "smb2", "smb3",
            "smbfs", "afs",
            "9p", "fuse.sshfs", "fuse.s3fs");

    /**
     * Creates the file and its folder if they do not exist. Blocks.
     *
     * @throws IOException if SQLite could not use the file; the message has the path and the reason, but no setting
     */
    public static DatabaseFile make(Path path) throws IOException {
        if (path.toString().contains("?")) { // the JDBC driver reads the text after it as settings
            throw new IOException(path + " contains a '?'; use another file name");
        }
        var folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            if (!Files.exists(folder)) {
                Files.createDirectories(folder, PosixFilePermissions
                        .asFileAttribute(PosixFilePermissions.fromString(FOLDER_MODE)));
            }
            requireReliable(folder);
        }
        var file = new DatabaseFile(path);
        file.createPrivate();
        return file;
    }

    private static void requireReliable(Path folder) throws IOException {
        var store = Files.getFileStore(folder);
        if (NETWORK_FILE_SYSTEMS.contains(store.type())) {
            throw new IOException(folder + " is on a network file system (" + store.type()
                    + "), on which a SQLite file can become corrupt; use a local disk");
        }
        if (store.isReadOnly()) {
            throw new IOException(folder + " is on a read-only volume; use a folder that can be written");
        }
    }

    /** Creates the file, or changes the mode of an existing one, so that only its owner may read and write it. Blocks. */
    public void createPrivate() throws IOException {
        var mode = PosixFilePermissions.fromString(FILE_MODE);
        try {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(mode));
        } catch (FileAlreadyExistsException e) {
            // SQLite creates the -wal and -shm files with the mode of this file
            Files.setPosixFilePermissions(path, mode);
        }
    }

    /** The write-ahead log, whether it exists or not. */
    public Path writeAheadLog() {
        return sibling("-wal");
    }

    /** Bytes of the write-ahead log; 0 if there is none. */
    public long writeAheadBytes() {
        return writeAheadLog().toFile().length();
    }

    /** The file, its write-ahead log and its shared-memory index, whether they exist or not. */
    public List<Path> all() {
        return List.of(path, writeAheadLog(), sibling("-shm"));
    }

    private Path sibling(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }
}
