package dev.tracegate.embedded.api;

import dev.tracegate.embedded.model.Trace;
import dev.tracegate.embedded.store.StoredTrace;
import dev.tracegate.embedded.store.Window;
import java.util.List;
import java.util.regex.Pattern;

/** Input checks and assembly that the operations that read traces share. */
final class TraceQueries {
    private static final Pattern ID = Pattern.compile("1-[0-9a-fA-F]{8}-[0-9a-fA-F]{24}");
    /** X-Ray's maximum, in characters. */
    private static final int MAX_ID_LENGTH = 35;

    private TraceQueries() {}

    static Trace assemble(StoredTrace stored) {
        return Trace.assemble(stored.id(), stored.documents(), stored.revision(), stored.received());
    }

    static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    /** The member {@code TraceIds}. */
    static List<String> ids(Input input) {
        var ids = input.requiredTexts("TraceIds");
        if (ids.stream().anyMatch(id -> id.isEmpty() || id.length() > MAX_ID_LENGTH)) {
            throw input.refused("TraceIds", "with a member of invalid length",
                    "Member must have length between 1 and " + MAX_ID_LENGTH);
        }
        return ids;
    }

    /** Rejects a page token: these operations have one page. */
    static void refuseToken(Input input) {
        if (input.text("NextToken").isPresent()) {
            throw ApiError.invalidRequest("NextToken is currently not supported");
        }
    }

    /** The members {@code StartTime} and {@code EndTime}. */
    static Window window(Input input, Window.By by) {
        double from = input.requiredTime("StartTime");
        double to = input.requiredTime("EndTime");
        if (to < from) {
            throw ApiError.invalidRequest("End time cannot be earlier than start time");
        }
        return new Window(by, from, to);
    }

    /** Makes the checks of {@link #window(Input, Window.By)}. */
    static void checkWindow(Input input) {
        window(input, Window.By.START);
    }
}
