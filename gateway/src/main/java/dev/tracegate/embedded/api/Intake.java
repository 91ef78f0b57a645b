package dev.tracegate.embedded.api;

import dev.tracegate.embedded.store.NewDocument;
import dev.tracegate.embedded.store.TraceWriter;
import java.util.ArrayList;
import java.util.List;

/** The one way into the store, for documents from UDP and from HTTP. On the writer's thread. */
public final class Intake {
    private static final String TRACE_TOO_LARGE = "Trace Size Exceeded. Reduce the number of segments per trace and the size of your segment documents.";

    private final TraceWriter writer;
    private final Runnable stored;

    /** @param stored called each time documents have been written */
    public Intake(TraceWriter writer, Runnable stored) {
        this.writer = writer;
        this.stored = stored;
    }

    /**
     * Checks documents and stores the good ones, all in one transaction.
     *
     * @return those not taken: first what the checks refused, then what no longer fits into its trace
     */
    public List<Refusal> take(List<String> documents) {
        var refusals = new ArrayList<Refusal>();
        var accepted = new ArrayList<NewDocument>();
        for (var text : documents) {
            switch (DocumentCheck.check(text)) {
                case Checked.Accepted(var document) -> accepted.add(document);
                case Checked.Refused(var refusal) -> refusals.add(refusal);
            }
        }
        if (!accepted.isEmpty()) {
            for (var document : writer.write(accepted)) {
                refusals.add(new Refusal(document.id(), "InvalidSegment", TRACE_TOO_LARGE));
            }
            stored.run();
        }
        return refusals;
    }
}
