package dev.tracegate.embedded.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Writes documents. All documents of one call share a transaction. For one thread at a time. Blocks. */
public final class TraceWriter {
    /** 500 KiB of documents in one trace: X-Ray's quota "trace document size". */
    static final long MAX_TRACE_BYTES = 500 * 1024;

    private static final String ADD_TRACE = """
            INSERT INTO trace (id, received, revision, bytes, refused) VALUES (?, ?, 0, 0, 0)
            ON CONFLICT (id) DO NOTHING""";
    private static final String FIND_TRACE = "SELECT seq, bytes, start_time, end_time FROM trace WHERE id = ?";
    /** A repeated document changes nothing, so it leaves {@code revision} and {@code received} as they are. */
    private static final String UPDATE_TRACE = """
            UPDATE trace SET start_time = ?, end_time = ?, bytes = ?, refused = max(refused, ?),
              received = CASE WHEN ?5 THEN ?6 ELSE received END, revision = revision + ?5
            WHERE seq = ?7""";
    private static final String FIND_DOCUMENT = "SELECT in_progress, length(text) FROM document WHERE trace = ? AND id = ?";
    private static final String PUT_DOCUMENT = """
            INSERT INTO document (trace, id, in_progress, text) VALUES (?, ?, ?, ?)
            ON CONFLICT (trace, id) DO UPDATE SET in_progress = excluded.in_progress, text = excluded.text""";

    private final Connection connection;
    private final Path file;
    private final Statements statements;
    private final Retention retention;
    private final InstantSource clock;

    TraceWriter(Connection connection, StoreFile file, StoreLimits limits, InstantSource clock) {
        this.connection = connection;
        this.file = file.path();
        this.statements = new Statements(connection);
        this.retention = new Retention(connection, statements, file, limits, clock);
        this.clock = clock;
    }

    /**
     * Stores documents. The first completed version of a document is final; before it, a newer version in progress replaces an older one.
     *
     * @return the documents refused because their trace would exceed {@link #MAX_TRACE_BYTES}
     * @throws StoreException if nothing could be stored
     */
    public List<NewDocument> write(List<NewDocument> documents) {
        var byTrace = new LinkedHashMap<String, List<NewDocument>>();
        for (var document : documents) {
            byTrace.computeIfAbsent(document.traceId(), id -> new ArrayList<>()).add(document);
        }
        try {
            var refused = inTransaction(byTrace);
            retention.onWritten(documents.stream().mapToLong(document -> document.text().length()).sum());
            return refused;
        } catch (SQLException e) {
            statements.discard(e);
            throw StoreException.of("cannot write", file, e);
        }
    }

    /**
     * Deletes traces that exceed the limits of age and size, the oldest first.
     *
     * @return number of deleted traces
     * @throws StoreException if the file cannot be written
     */
    public int sweep() {
        try {
            return retention.sweep();
        } catch (SQLException e) {
            statements.discard(e);
            throw StoreException.of("cannot delete old traces", file, e);
        }
    }

    private List<NewDocument> inTransaction(Map<String, List<NewDocument>> byTrace) throws SQLException {
        return Transaction.commit(connection, () -> {
            var refused = new ArrayList<NewDocument>();
            long now = clock.millis();
            for (var trace : byTrace.entrySet()) {
                refused.addAll(addToTrace(trace.getKey(), trace.getValue(), now));
            }
            return refused;
        });
    }

    private List<NewDocument> addToTrace(String traceId, List<NewDocument> documents, long now) throws SQLException {
        var addTrace = statements.prepare(ADD_TRACE);
        addTrace.setString(1, traceId);
        addTrace.setLong(2, now);
        addTrace.executeUpdate();
        var trace = find(traceId);
        var refused = new ArrayList<NewDocument>();
        for (var document : documents) {
            if (!add(trace, document)) {
                refused.add(document);
            }
        }
        update(trace, !refused.isEmpty(), now);
        return refused;
    }

    /** @return false if the trace would become too large */
    private boolean add(TraceRow trace, NewDocument document) throws SQLException {
        long before = 0;
        var findDocument = statements.prepare(FIND_DOCUMENT);
        findDocument.setLong(1, trace.seq);
        findDocument.setString(2, document.id());
        try (var row = findDocument.executeQuery()) {
            if (row.next()) {
                if (!row.getBoolean(1)) {
                    return true; // the stored version is completed, hence final
                }
                before = row.getLong(2);
            }
        }
        var text = document.text().getBytes(UTF_8);
        if (trace.bytes - before + text.length > MAX_TRACE_BYTES) {
            return false;
        }
        put(trace.seq, document, text);
        trace.include(document, text.length - before);
        return true;
    }

    private void put(long trace, NewDocument document, byte[] text) throws SQLException {
        var putDocument = statements.prepare(PUT_DOCUMENT);
        putDocument.setLong(1, trace);
        putDocument.setString(2, document.id());
        putDocument.setBoolean(3, document.inProgress());
        putDocument.setBytes(4, text);
        putDocument.executeUpdate();
    }

    private TraceRow find(String traceId) throws SQLException {
        var findTrace = statements.prepare(FIND_TRACE);
        findTrace.setString(1, traceId);
        try (var row = findTrace.executeQuery()) {
            row.next();
            return new TraceRow(row.getLong(1), row.getLong(2), NullableColumns.optional(row, 3),
                    NullableColumns.optional(row, 4));
        }
    }

    private void update(TraceRow trace, boolean refused, long now) throws SQLException {
        var updateTrace = statements.prepare(UPDATE_TRACE);
        NullableColumns.set(updateTrace, 1, trace.start);
        NullableColumns.set(updateTrace, 2, trace.end);
        updateTrace.setLong(3, trace.bytes);
        updateTrace.setBoolean(4, refused);
        updateTrace.setBoolean(5, trace.changed);
        updateTrace.setLong(6, now);
        updateTrace.setLong(7, trace.seq);
        updateTrace.executeUpdate();
    }

    /** The row of a trace while a call adds documents to it. */
    private static final class TraceRow {
        private final long seq;
        private long bytes;
        private OptionalDouble start;
        private OptionalDouble end;
        private boolean changed;

        TraceRow(long seq, long bytes, OptionalDouble start, OptionalDouble end) {
            this.seq = seq;
            this.bytes = bytes;
            this.start = start;
            this.end = end;
        }

        void include(NewDocument document, long addedBytes) {
            changed = true;
            bytes += addedBytes;
            if (document.segment()) {
                start = OptionalDouble.of(Math.min(start.orElse(Double.MAX_VALUE), document.startTime()));
            }
            if (document.endTime().isPresent()) {
                end = OptionalDouble.of(Math.max(end.orElse(0), document.endTime().getAsDouble()));
            }
        }
    }
}
