package dev.tracegate.config.rules;

/** A file of sampling rules that is refused as a whole. The message names the file, the place and what to do. */
public final class InvalidRulesFile extends Exception {
    private static final long serialVersionUID = 1;

    InvalidRulesFile(String message) {
        super(message);
    }
}
