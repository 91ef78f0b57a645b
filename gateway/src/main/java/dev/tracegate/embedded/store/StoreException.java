package dev.tracegate.embedded.store;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The store cannot be opened, read or written. The message is for the operator. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;
    /** The higher bits of a result code give details. */
    private static final int PRIMARY = 0xff;

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

    /** @param what could not be done */
    static StoreException of(String what, Path file, SQLException cause) {
        return cause instanceof SQLiteException sqlite
                && (sqlite.getResultCode().code & PRIMARY) == SQLiteErrorCode.SQLITE_FULL.code
                        ? new StoreException("embedded.store: " + what + ": the disk of " + file
                                + " is full; make room there, or name a file on another disk", true, cause)
                        : new StoreException("embedded.store: " + what, cause);
    }

    /** Whether there is no room left on the disk. */
    public boolean diskFull() {
        return diskFull;
    }
}
