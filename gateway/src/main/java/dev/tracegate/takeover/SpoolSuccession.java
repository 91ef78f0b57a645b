package dev.tracegate.takeover;

import java.nio.file.Path;
import java.util.Optional;

/** The spool of this process, as its successor role needs it. Called on event loops. */
public interface SpoolSuccession {

    /** The folder of the spool, absolute; empty where no spool is configured. */
    Optional<Path> folder();

    /** The predecessor has released the spool's file or has ended: try to open it again. */
    void lookAgain();
}
