package dev.tracegate.embedded.api;

import dev.tracegate.embedded.store.NewDocument;
import dev.tracegate.embedded.store.TraceWriter;
import java.util.ArrayList;
import java.util.List;

/** Checks and stores documents from UDP and from HTTP. For the thread of the store's writer. */
public final class DocumentProcessor {
    private static final String TRACE_TOO_LARGE = "Trace Size Exceeded. Reduce the number of segments per trace and the size of your segment documents.";

    private final TraceWriter writer;
    private final Runnable onStored;

    /** @param onStored called on the writer's thread after each successful write */
    public DocumentProcessor(TraceWriter writer, Runnable onStored) {
        this.writer = writer;
        this.onStored = onStored;
    }

    /**
     * Checks documents and stores the valid ones in one transaction. Blocks.
     *
     * @param documents JSON texts
     * @return the rejected documents: first those that failed a check, then those that would make their trace too large
     * @throws dev.tracegate.embedded.store.StoreException if nothing could be stored
     */
    public List<UnprocessedDocument> process(List<String> documents) {
        var rejected = new ArrayList<UnprocessedDocument>();
        var accepted = new ArrayList<NewDocument>();
        for (var text : documents) {
            switch (DocumentCheck.check(text)) {
                case CheckResult.Accepted(var document) -> accepted.add(document);
                case CheckResult.Rejected(var document) -> rejected.add(document);
            }
        }
        if (!accepted.isEmpty()) {
            for (var document : writer.write(accepted)) {
                rejected.add(new UnprocessedDocument(document.id(), "InvalidSegment", TRACE_TOO_LARGE));
            }
            onStored.run();
        }
        return rejected;
    }
}
