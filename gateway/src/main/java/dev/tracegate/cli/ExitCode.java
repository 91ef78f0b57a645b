package dev.tracegate.cli;

/** The exit codes of the process. The first two are those of the X-Ray daemon. */
public final class ExitCode {
    public static final int OK = 0;
    public static final int CANNOT_START = 1;
    /** 128 + 15 (SIGTERM): the code that a shell reports for a process ended by the signal. */
    public static final int SECOND_SIGNAL = 143;

    private ExitCode() {}
}
