package dev.tracegate.identity;

/** What a source is, as it was decided. */
interface Decision {

    /** For a person. */
    String source();

    Answer answer();

    Resolution<?> resolution();
}
