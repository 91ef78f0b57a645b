package dev.tracegate.spool;

import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The file cannot be opened, read or written. The message is for the operator. */
final class SpoolFailure extends Exception {
    private static final long serialVersionUID = 1;
    /** The upper bits of a result code give the detail. */
    private static final int PRIMARY = 0xff;

    enum Kind {
        /** Another process has it. */
        LOCKED,
        /** It is no database, or not whole. */
        CORRUPT,
        /** A newer Tracegate wrote it. */
        SUCCESSOR,
        /** No room on the disk. */
        FULL, OTHER
    }

    private final Kind kind;

    private SpoolFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    static SpoolFailure other(String message) {
        return new SpoolFailure(Kind.OTHER, message);
    }

    static SpoolFailure successor(int version, int known) {
        return new SpoolFailure(Kind.SUCCESSOR, "it has schema version " + version + ", this Tracegate knows " + known);
    }

    /** @param e of the driver, or a bug: neither may end the spool's thread */
    static SpoolFailure of(Exception e) {
        return new SpoolFailure(kind(e), e.toString());
    }

    private static Kind kind(Exception e) {
        int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code & PRIMARY : 0;
        if (code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return Kind.LOCKED;
        }
        if (code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return Kind.CORRUPT;
        }
        return code == SQLiteErrorCode.SQLITE_FULL.code ? Kind.FULL : Kind.OTHER;
    }

    Kind kind() {
        return kind;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
