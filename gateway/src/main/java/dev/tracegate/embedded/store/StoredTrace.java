package dev.tracegate.embedded.store;

import java.util.List;

/**
 * A trace as the store has it: documents not yet assembled, each as it was received.
 *
 * @param revision how many calls brought something new
 * @param received when the last of them came, epoch seconds
 * @param bytes of all its documents
 * @param limitExceeded whether documents were refused because the trace had grown too large
 */
public record StoredTrace(String id, int revision, double received, long bytes, boolean limitExceeded,
        List<String> documents) {

    public StoredTrace {
        documents = List.copyOf(documents);
    }
}
