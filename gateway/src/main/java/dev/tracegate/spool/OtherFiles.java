package dev.tracegate.spool;

import dev.tracegate.flow.Batch;
import dev.tracegate.spool.SpoolFailure.Kind;
import dev.tracegate.spool.Work.Merged;
import dev.tracegate.spool.Work.Moved;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Merges rows into the main file from the separate files of gateways that have handed it over. Used on the spool's thread; blocks. */
final class OtherFiles {
    /** Maximum rows of a portion; the thread does other work between two portions. */
    private static final int MAX_ROWS = 256;
    /** Maximum bytes of a portion, unless its only row is larger. */
    private static final long MAX_BYTES = 2L << 20;

    private final Consumer<String> failed;
    /** Skipped until the next restart: rows that could not be deleted from such a file would be merged again and again. */
    private final Set<Path> unusable = new HashSet<>();
    private @Nullable SpoolFile file;
    private @Nullable SpoolDatabase database;

    /** @param failed receives the reason why a file cannot be merged, for the operator */
    OtherFiles(Consumer<String> failed) {
        this.failed = failed;
    }

    /** The first portion of rows of a file that no process has open; empty if there is no such file. Deletes empty files. */
    List<StoredRow> find(SpoolFile main) {
        try {
            var rows = rows();
            if (!rows.isEmpty()) {
                return rows;
            }
            for (var other : main.others()) {
                rows = tryOpen(other) ? rows() : List.of();
                if (!rows.isEmpty()) {
                    return rows;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            failed.accept(main.settings().folder() + ": " + e);
        }
        return List.of();
    }

    private List<StoredRow> rows() throws IOException {
        var open = database;
        var from = file;
        if (open == null || from == null) {
            return List.of();
        }
        try {
            var rows = open.rows();
            if (rows.isEmpty()) {
                close();
                from.delete();
            }
            return portion(rows);
        } catch (SQLException | RuntimeException e) {
            unusable(from, SpoolFailure.of(e));
            return List.of();
        }
    }

    private boolean tryOpen(SpoolFile other) {
        if (unusable.contains(other.path())) {
            return false;
        }
        try {
            database = other.open();
            file = other;
            return true;
        } catch (SpoolFailure failure) {
            if (failure.kind() != Kind.LOCKED) { // its process has not ended
                unusable(other, failure);
            }
            return false;
        }
    }

    private void unusable(SpoolFile other, SpoolFailure failure) {
        close();
        unusable.add(other.path());
        var text = other.path() + ": " + failure.text();
        if (failure.kind() == Kind.CORRUPT || failure.kind() == Kind.LATER_VERSION) {
            try {
                text += "; it is set aside as " + other.setAside(failure.kind());
            } catch (IOException e) {
                text += "; it cannot be set aside: " + e;
            }
        }
        failed.accept(text);
    }

    /**
     * Copies rows to the main file, in its open transaction. The caller commits that transaction and then calls {@link #deleteMerged}.
     *
     * @throws SQLException if the main file cannot be written
     */
    List<Merged> merge(List<Moved> rows, SpoolDatabase main) throws SQLException {
        var open = database;
        if (open == null) {
            return List.of();
        }
        var merged = new ArrayList<Merged>();
        for (var row : rows) {
            var batch = read(open, row.from());
            if (batch != null) {
                main.put(row.to(), batch);
            }
            merged.add(new Merged(row.to(), batch != null));
        }
        return merged;
    }

    private static @Nullable Batch read(SpoolDatabase open, StoredRow row) {
        try {
            return open.read(row, 0);
        } catch (SQLException unreadable) {
            return null;
        }
    }

    /** Deletes the copied rows from the file that they came from. */
    void deleteMerged(List<Moved> rows) {
        var open = database;
        var from = file;
        if (open == null || from == null) {
            return;
        }
        try {
            open.deleteAll(rows.stream().map(row -> row.from().id()).toList());
        } catch (SQLException e) {
            unusable(from, SpoolFailure.of(e));
        }
    }

    void close() {
        if (database != null) {
            database.close();
            database = null;
            file = null;
        }
    }

    /** The first rows, within the bounds of a portion; at least one if there is any. */
    static List<StoredRow> portion(List<StoredRow> rows) {
        long bytes = 0;
        int count = 0;
        while (count < Math.min(rows.size(), MAX_ROWS)
                && (count == 0 || bytes + rows.get(count).bytes() <= MAX_BYTES)) {
            bytes += rows.get(count++).bytes();
        }
        return rows.subList(0, count);
    }
}
