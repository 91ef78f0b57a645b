package dev.tracegate.embedded.filter;

/** The type of the values of a keyword. */
public enum FieldType {
    BOOLEAN, NUMBER, TEXT
}
