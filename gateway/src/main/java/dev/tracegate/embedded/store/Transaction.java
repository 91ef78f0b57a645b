package dev.tracegate.embedded.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Work that is done as a whole or not at all. */
@FunctionalInterface
interface Transaction<T> {

    T run() throws SQLException;

    /** Commits what the work did; rolls it back where it fails. */
    static <T> T commit(Connection connection, Transaction<T> work) throws SQLException {
        connection.setAutoCommit(false);
        T result;
        try {
            result = work.run();
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            abandon(connection, e);
            throw e;
        }
        connection.setAutoCommit(true);
        return result;
    }

    /** SQLite may have rolled back by itself (as with a full disk), and then refuses to do so: the first failure is the one that counts. */
    private static void abandon(Connection connection, Exception first) {
        try {
            connection.rollback();
        } catch (SQLException alreadyRolledBack) {
            first.addSuppressed(alreadyRolledBack);
        }
        try {
            connection.setAutoCommit(true);
        } catch (SQLException nothingToCommit) {
            first.addSuppressed(nothingToCommit);
        }
    }
}
