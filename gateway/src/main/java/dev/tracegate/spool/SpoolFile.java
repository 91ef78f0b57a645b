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
 * A file of the spool. Used on the spool's thread; blocks.
 *
 * <p>Normally there is one, the main file. In a take-over the old gateway hands the main file over to the new one and continues with a separate file,
 * which the new one merges after the old one has ended. Only the process that has locked the main file creates or merges separate files, so two
 * processes never do so at the same time.
 */
record SpoolFile(Path path, SpoolSettings settings, SpoolSchema schema, SecureRandom random) {
    private static final String OTHERS = "spool-*.db";
    /** Free bytes from which a disk no longer counts as full: the log, one transaction, and a reserve of the same size. */
    private static final long ROOM = 16L << 20;

    static SpoolFile main(SpoolSettings settings, SpoolSchema schema, SecureRandom random) {
        return new SpoolFile(settings.file(), settings, schema, random);
    }

    /** An unused name for a separate file in the same folder. Does not create the file. */
    SpoolFile newSeparateFile() {
        Path candidate;
        do {
            candidate = settings.folder().resolve("spool-%08x.db".formatted(random.nextInt()));
        } while (Files.exists(candidate));
        return new SpoolFile(candidate, settings, schema, random);
    }

    /** The separate files in the folder. Their gateways may still run. */
    List<SpoolFile> others() throws IOException {
        var found = new ArrayList<SpoolFile>();
        try (var paths = Files.newDirectoryStream(settings.folder(), OTHERS)) {
            paths.forEach(other -> found.add(new SpoolFile(other, settings, schema, random)));
        }
        return found;
    }

    /** Deletes the file and its write-ahead log. */
    void delete() throws IOException {
        for (var part : new DatabaseFile(path).all()) {
            Files.deleteIfExists(part);
        }
    }

    /** Opens the file. Creates the file and its folder if missing. */
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

    /** Renames the file and its write-ahead log. Keeps only the latest damaged file, but every file of a later version. Returns the new path. */
    Path setAside(Kind kind) throws IOException {
        var file = new DatabaseFile(path);
        var aside = kind == Kind.LATER_VERSION ? unused(beside(".newer")) : new DatabaseFile(beside(".damaged"));
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
