package dev.tracegate.embedded.api;

import dev.tracegate.embedded.model.Trace;
import dev.tracegate.embedded.store.StoredTrace;
import dev.tracegate.embedded.store.Window;
import java.util.List;
import java.util.regex.Pattern;

/** What the operations that read traces have in common. */
final class Traces {
    private static final Pattern ID = Pattern.compile("1-[0-9a-fA-F]{8}-[0-9a-fA-F]{24}");
    private static final int LONGEST_ID = 35;

    private Traces() {}

    static Trace assemble(StoredTrace stored) {
        return Trace.assemble(stored.id(), stored.documents(), stored.revision(), stored.received());
    }

    static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    static List<String> ids(Input input) {
        var ids = input.requiredTexts("TraceIds");
        if (ids.stream().anyMatch(id -> id.isEmpty() || id.length() > LONGEST_ID)) {
            throw input.refused("TraceIds", "with a member of another length",
                    "Member must have length between 1 and " + LONGEST_ID);
        }
        return ids;
    }

    static void refuseToken(Input input) {
        if (input.text("NextToken").isPresent()) {
            throw ApiError.invalidRequest("NextToken is currently not supported");
        }
    }

    static Window window(Input input, Window.By by) {
        double from = input.requiredTime("StartTime");
        double to = input.requiredTime("EndTime");
        if (to < from) {
            throw ApiError.invalidRequest("End time cannot be earlier than start time");
        }
        return new Window(by, from, to);
    }

    /** Refuses a window that {@link #window(Input, Window.By)} refuses. */
    static void checkWindow(Input input) {
        window(input, Window.By.START);
    }
}
