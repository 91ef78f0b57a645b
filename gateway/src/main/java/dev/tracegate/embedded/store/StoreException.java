package dev.tracegate.embedded.store;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The store cannot be opened, read, written or closed. The message is for the operator and starts with the key {@code embedded.store}. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;
    /** Mask of the primary result code; the higher bits of a SQLite code give details. */
    private static final int PRIMARY_CODE = 0xff;

    private final boolean diskFull;

    StoreException(String message) {
        super(message);
        diskFull = false;
    }

    StoreException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
        diskFull = false;
    }

    private StoreException(String message, boolean diskFull, Throwable cause) {
        super(message, cause);
        this.diskFull = diskFull;
    }

    /** @param action what failed, such as {@code cannot write} */
    static StoreException of(String action, Path file, SQLException cause) {
        return cause instanceof SQLiteException sqlite
                && (sqlite.getResultCode().code & PRIMARY_CODE) == SQLiteErrorCode.SQLITE_FULL.code
                        ? new StoreException("embedded.store: " + action + ": the disk of " + file
                                + " is full; make room there, or name a file on another disk", true, cause)
                        : new StoreException("embedded.store: " + action, cause);
    }

    /** Whether the disk has no room left. */
    public boolean diskFull() {
        return diskFull;
    }
}
