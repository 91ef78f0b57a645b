package dev.tracegate.embedded.filter;

/** The kinds of values that keywords have. */
public enum Kind {
    BOOLEAN, NUMBER, TEXT
}
