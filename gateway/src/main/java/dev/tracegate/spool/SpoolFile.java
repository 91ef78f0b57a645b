package dev.tracegate.spool;

import dev.tracegate.spool.SpoolFailure.Kind;
import dev.tracegate.sqlite.DatabaseFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;

/** Where the spool's file is, and what is done with one that cannot be used. On the spool's thread; blocks. */
record SpoolFile(SpoolSettings settings, Schema schema, SecureRandom random) {
    /** Free bytes at which a disk is no longer called full: the log, its transaction, and as much again. */
    private static final long ROOM = 16L << 20;

    /** Makes folder and file where they are not there. */
    SpoolDatabase open() throws SpoolFailure {
        DatabaseFile file;
        try {
            file = DatabaseFile.make(settings.file());
        } catch (IOException e) {
            throw SpoolFailure.other("spool.folder: cannot use " + settings.folder() + ": " + e);
        }
        return SpoolDatabase.open(file, schema, settings.keyFile(), random);
    }

    boolean hasRoom() {
        try {
            return Files.getFileStore(settings.folder()).getUsableSpace() >= ROOM;
        } catch (IOException e) {
            return false;
        }
    }

    /** Gives the file another name, with all that belongs to it. Of damaged ones the last is kept, of a successor's every one. */
    Path setAside(Kind kind) throws IOException {
        var file = new DatabaseFile(settings.file());
        var aside = kind == Kind.SUCCESSOR ? unused(beside(".newer")) : new DatabaseFile(beside(".damaged"));
        for (int i = 0; i < file.all().size(); i++) {
            var from = file.all().get(i);
            var to = aside.all().get(i);
            Files.deleteIfExists(to);
            if (Files.exists(from)) {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return aside.path();
    }

    private static DatabaseFile unused(Path path) {
        var candidate = path;
        for (int number = 2; Files.exists(candidate); number++) {
            candidate = path.resolveSibling(path.getFileName() + "-" + number);
        }
        return new DatabaseFile(candidate);
    }

    private Path beside(String ending) {
        return settings.file().resolveSibling(settings.file().getFileName() + ending);
    }
}
