package dev.tracegate.embedded.store;

import java.util.List;

/**
 * A trace as stored: its documents as received, not assembled.
 *
 * @param id trace id
 * @param revision number of calls that added or replaced a document, from 1
 * @param received epoch seconds; when the last of these calls was stored
 * @param bytes sum of its documents in UTF-8
 * @param limitExceeded whether a document was refused because the trace would exceed X-Ray's maximum size
 * @param documents JSON texts, in the order of their first arrival
 */
public record StoredTrace(String id, int revision, double received, long bytes, boolean limitExceeded,
        List<String> documents) {

    public StoredTrace {
        documents = List.copyOf(documents);
    }
}
