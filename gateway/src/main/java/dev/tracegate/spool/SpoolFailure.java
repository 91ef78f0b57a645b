package dev.tracegate.spool;

import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The file cannot be opened, read or written. The message is for the operator. */
final class SpoolFailure extends Exception {
    private static final long serialVersionUID = 1;
    /** Mask of the primary result code; the upper bits of an extended code give the detail (https://sqlite.org/rescode.html). */
    private static final int PRIMARY = 0xff;

    enum Kind {
        /** Another process has locked the file. */
        LOCKED,
        /** The file is not a database, or is damaged. */
        CORRUPT,
        /** A later version of Tracegate wrote the file. */
        LATER_VERSION,
        /** The disk is full. */
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

    static SpoolFailure laterVersion(int version, int known) {
        return new SpoolFailure(Kind.LATER_VERSION,
                "it has schema version " + version + ", this Tracegate supports " + known);
    }

    /** @param e from the driver, or from a defect of ours: neither may end the spool's thread */
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
