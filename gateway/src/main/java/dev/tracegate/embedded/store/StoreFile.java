package dev.tracegate.embedded.store;

import dev.tracegate.sqlite.DatabaseFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the store's traces are.
 *
 * @param disposable whether the file, and the folder made for it, go when the store is closed
 */
record StoreFile(DatabaseFile file, boolean disposable) {

    /** A file that the operator named; made, with its folder, where it is not there. */
    static StoreFile at(Path path) {
        try {
            return new StoreFile(DatabaseFile.make(path), false);
        } catch (IOException e) {
            throw new StoreException("embedded.store: cannot create " + path, e);
        }
    }

    /** A file of its own folder in the temporary folder. */
    static StoreFile temporary() {
        try {
            var folder = Files.createTempDirectory("tracegate-");
            folder.toFile().deleteOnExit();
            var file = new StoreFile(new DatabaseFile(folder.resolve("traces.db")), true);
            // registered after the folder, hence deleted before it
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

    /** Bytes of the write-ahead log, 0 where there is none. */
    long writeAheadBytes() {
        return file.writeAheadBytes();
    }

    /** Deletes a temporary file with all that belongs to it; a named one stays. */
    void dispose() {
        if (!disposable) {
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
