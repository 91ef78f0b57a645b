package dev.tracegate.cli;

/** The process's exit codes; the first two as the X-Ray daemon's. */
public final class ExitCode {
    public static final int OK = 0;
    public static final int CANNOT_START = 1;
    /** 128 + SIGTERM, as a shell reports a process that a signal ended. */
    public static final int SECOND_SIGNAL = 143;

    private ExitCode() {}
}
