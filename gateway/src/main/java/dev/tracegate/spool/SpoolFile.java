package dev.tracegate.spool;

import dev.tracegate.spool.SpoolFailure.Kind;
import dev.tracegate.sqlite.DatabaseFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of the spool, and what is done with one that cannot be used. On the spool's thread; blocks.
 *
 * <p>There is the main file, and in a take-over one more: the old gateway gives the main file to the new one and goes on with a file of its own,
 * which the new one merges when the old one has ended. Only who has the main file makes or merges others, so two processes never meet there.
 */
record SpoolFile(Path path, SpoolSettings settings, SpoolSchema schema, SecureRandom random) {
    private static final String OTHERS = "spool-*.db";
    /** Free bytes at which a disk is no longer called full: the log, its transaction, and as much again. */
    private static final long ROOM = 16L << 20;

    static SpoolFile main(SpoolSettings settings, SpoolSchema schema, SecureRandom random) {
        return new SpoolFile(settings.file(), settings, schema, random);
    }

    /** A new file in the same folder. */
    SpoolFile another() {
        Path candidate;
        do {
            candidate = settings.folder().resolve("spool-%08x.db".formatted(random.nextInt()));
        } while (Files.exists(candidate));
        return new SpoolFile(candidate, settings, schema, random);
    }

    /** The others in the folder: of gateways that have handed over, ended or not. */
    List<SpoolFile> others() throws IOException {
        var found = new ArrayList<SpoolFile>();
        try (var paths = Files.newDirectoryStream(settings.folder(), OTHERS)) {
            paths.forEach(other -> found.add(new SpoolFile(other, settings, schema, random)));
        }
        return found;
    }

    /** Deletes it, with all that belongs to it. */
    void delete() throws IOException {
        for (var part : new DatabaseFile(path).all()) {
            Files.deleteIfExists(part);
        }
    }

    /** Makes folder and file where they are not there. */
    SpoolDatabase open() throws SpoolFailure {
        DatabaseFile file;
        try {
            file = DatabaseFile.make(path);
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
        var file = new DatabaseFile(path);
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
        return path.resolveSibling(path.getFileName() + ending);
    }
}
