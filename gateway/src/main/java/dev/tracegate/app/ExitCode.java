package dev.tracegate.app;

/** The process's exit codes; the first two as the X-Ray daemon's. */
final class ExitCode {
    static final int OK = 0;
    static final int CANNOT_START = 1;
    /** 128 + SIGTERM, as a shell reports a process that a signal ended. */
    static final int SECOND_SIGNAL = 143;

    private ExitCode() {}
}
