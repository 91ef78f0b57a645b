package dev.tracegate.identity;

/** What a source is, as it was decided. */
public interface Decision {

    /** For a person. */
    String source();

    OwnershipFinding answer();

    Resolution<?> resolution();
}
