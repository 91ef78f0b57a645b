package dev.tracegate.embedded.store;

import dev.tracegate.sqlite.DatabaseFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The SQLite file of a store.
 *
 * @param file the file with its write-ahead log
 * @param deletedOnClose whether the file and its folder are deleted when the store is closed
 */
record StoreFile(DatabaseFile file, boolean deletedOnClose) {

    /** The file that the operator configured. Creates it and its folder if they do not exist. */
    static StoreFile at(Path path) {
        try {
            return new StoreFile(DatabaseFile.make(path), false);
        } catch (IOException e) {
            throw new StoreException("embedded.store: cannot create " + path, e);
        }
    }

    /** A new file in a new folder below the temporary folder of the JVM. */
    static StoreFile temporary() {
        try {
            var folder = Files.createTempDirectory("tracegate-");
            folder.toFile().deleteOnExit();
            var file = new StoreFile(new DatabaseFile(folder.resolve("traces.db")), true);
            // registered after the folder: the JVM deletes in reverse order, so the folder is then empty
            file.file.all().forEach(each -> each.toFile().deleteOnExit());
            file.file.createPrivate();
            return file;
        } catch (IOException e) {
            throw new StoreException("embedded.store: cannot create a temporary file", e);
        }
    }

    Path path() {
        return file.path();
    }

    /** Bytes of the write-ahead log; 0 if there is none. */
    long writeAheadBytes() {
        return file.writeAheadBytes();
    }

    /** Deletes a temporary file, its write-ahead log and its folder. Keeps a configured file. */
    void deleteIfTemporary() {
        if (!deletedOnClose) {
            return;
        }
        try {
            for (var each : file.all()) {
                Files.deleteIfExists(each);
            }
            Files.deleteIfExists(path().toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new StoreException("embedded.store: cannot delete " + path(), e);
        }
    }
}
