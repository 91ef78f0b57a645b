package dev.tracegate.spool;

import java.io.IOException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The file that a process goes on with when it has handed over the main file. On the spool's thread; blocks.
 *
 * @param moved ids of the rows that are in it
 */
record DrainFile(SpoolFile file, SpoolDatabase database, Set<Long> moved) {

    /**
     * Makes it and moves rows there from the main file, which is closed then. Where that fails, the main file is as it was. A crash leaves some
     * rows in both: they are sent twice.
     *
     * @param rows those that cannot be read are left out
     */
    static DrainFile make(SpoolFile mainFile, SpoolDatabase main, List<StoredRow> rows)
            throws SQLException, SpoolFailure, IOException {
        var file = mainFile.another();
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

    /** Gives the file up, and deletes it where nothing is in it. A successor sees to what is left. */
    static void end(SpoolFile file, SpoolDatabase database) {
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
