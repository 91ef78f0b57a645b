package dev.tracegate.telemetry.events;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs exceptions of observers of segments and calls. Logs each bug once, because the next segment usually triggers it again. Owned by one loop. */
public final class ObserverFailureLog implements Consumer<Throwable> {
    /** Maximum bugs that are logged. Bounds the memory and the log. */
    static final int MAX_BUGS = 20;
    private static final Logger LOG = LoggerFactory.getLogger(ObserverFailureLog.class);

    private final Set<String> known = new HashSet<>();

    @Override
    public void accept(Throwable bug) {
        if (known.size() < MAX_BUGS && known.add(place(bug))) {
            LOG.error(
                    "An observer of segments failed; the segments are not affected. This is a bug in Tracegate, and is logged once",
                    bug);
        }
    }

    private static String place(Throwable bug) {
        var stack = bug.getStackTrace();
        return bug.getClass().getName() + (stack.length == 0 ? "" : " at " + stack[0]);
    }
}
