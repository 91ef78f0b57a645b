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

/** Merges into the main file what gateways left in files of their own which had handed it over. On the spool's thread; blocks. */
final class OtherFiles {
    /** Rows and bytes that are moved at once: the thread has other work to do between. */
    private static final int MOST_ROWS = 256;
    private static final long MOST_BYTES = 2L << 20;

    private final Consumer<String> failed;
    /** Tried again after a restart: what could not be deleted there would be merged over and over. */
    private final Set<Path> unusable = new HashSet<>();
    private @Nullable SpoolFile file;
    private @Nullable SpoolDatabase database;

    /** @param failed gets for the operator why a file cannot be merged */
    OtherFiles(Consumer<String> failed) {
        this.failed = failed;
    }

    /** The first rows of a file after its process has ended; none if there is no such file. Empty files are deleted. */
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
        if (failure.kind() == Kind.CORRUPT || failure.kind() == Kind.SUCCESSOR) {
            try {
                text += "; it is set aside as " + other.setAside(failure.kind());
            } catch (IOException e) {
                text += "; it cannot be set aside: " + e;
            }
        }
        failed.accept(text);
    }

    /**
     * Puts the rows found into the main file, in the transaction that is open there; {@link #forget} must follow when that is committed.
     *
     * @throws SQLException of the main file
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

    /** Deletes rows that are in the main file now. */
    void forget(List<Moved> rows) {
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

    /** The first of the rows: as many as are moved at once. */
    static List<StoredRow> portion(List<StoredRow> rows) {
        long bytes = 0;
        int count = 0;
        while (count < Math.min(rows.size(), MOST_ROWS)
                && (count == 0 || bytes + rows.get(count).bytes() <= MOST_BYTES)) {
            bytes += rows.get(count++).bytes();
        }
        return rows.subList(0, count);
    }
}
