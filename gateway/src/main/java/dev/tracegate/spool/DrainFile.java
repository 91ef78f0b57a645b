package dev.tracegate.spool;

import java.io.IOException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The separate file of a process that has handed the main file over to its successor. Used on the spool's thread; blocks.
 *
 * @param moved ids of the rows in this file
 */
record DrainFile(SpoolFile file, SpoolDatabase database, Set<Long> moved) {

    /**
     * Creates the file, moves rows to it from the main file and closes the main file. If this fails, the main file is unchanged. After a crash some
     * rows can be in both files: their segments are sent twice.
     *
     * @param rows rows to move; a row that cannot be read is skipped
     */
    static DrainFile make(SpoolFile mainFile, SpoolDatabase main, List<StoredRow> rows)
            throws SQLException, SpoolFailure, IOException {
        var file = mainFile.newSeparateFile();
        SpoolDatabase own = null;
        try {
            own = file.open();
            var moved = move(main, rows, own);
            main.close();
            return new DrainFile(file, own, moved);
        } catch (SQLException | SpoolFailure | RuntimeException e) {
            main.rollback();
            if (own != null) {
                own.close();
            }
            file.delete();
            throw e;
        }
    }

    private static Set<Long> move(SpoolDatabase main, List<StoredRow> rows, SpoolDatabase own) throws SQLException {
        var moved = new HashSet<Long>();
        for (var left = rows; !left.isEmpty();) {
            var some = OtherFiles.portion(left);
            own.begin();
            for (var row : some) {
                var batch = main.read(row, 0);
                if (batch != null) {
                    own.put(row, batch);
                    moved.add(row.id());
                }
            }
            own.commit();
            left = left.subList(some.size(), left.size());
        }
        main.deleteAll(moved);
        return moved;
    }

    /** Closes the file, and deletes it if it is empty. Rows left in it are merged by the successor. */
    static void close(SpoolFile file, SpoolDatabase database) {
        try {
            boolean empty = database.rows().isEmpty();
            database.close();
            if (empty) {
                file.delete();
            }
        } catch (SQLException | IOException e) {
            database.close();
        }
    }
}
