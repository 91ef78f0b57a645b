package dev.tracegate.takeover;

import java.nio.file.Path;
import java.util.Optional;

/** The spool of this process, when it is the successor in a take-over. Called on event loops. */
public interface SpoolSuccession {

    /** The absolute path of the spool's folder; empty if no spool is configured. */
    Optional<Path> folder();

    /** Tries to open the spool's file immediately: the predecessor has released it or has ended. */
    void retryNow();
}
