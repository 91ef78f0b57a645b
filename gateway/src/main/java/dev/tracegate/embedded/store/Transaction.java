package dev.tracegate.embedded.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Statements that run in one transaction: all take effect, or none. On the thread of the connection. */
@FunctionalInterface
interface Transaction<T> {

    T run() throws SQLException;

    /** Runs the work and commits. If either fails, rolls back and throws that failure. */
    static <T> T commit(Connection connection, Transaction<T> work) throws SQLException {
        connection.setAutoCommit(false);
        T result;
        try {
            result = work.run();
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            rollBack(connection, e);
            throw e;
        }
        connection.setAutoCommit(true);
        return result;
    }

    /**
     * SQLite rolls back by itself on some errors, such as a full disk, and then refuses a second rollback. Later failures are added
     * to the first as suppressed exceptions.
     */
    private static void rollBack(Connection connection, Exception first) {
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
