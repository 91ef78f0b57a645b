package dev.tracegate.interop.sampling;

import java.util.Locale;

/** The samplers that ask for X-Ray's rules on TCP port 2000, each in the version that its lock file names. */
enum SamplingSdk {
    XRAY_NODE("X-Ray SDK for Node.js"), XRAY_PYTHON("X-Ray SDK for Python"), XRAY_JAVA("X-Ray SDK for Java"), XRAY_GO(
            "X-Ray SDK for Go"), OTEL_GO(
                    "OpenTelemetry Go"), OTEL_JAVA("OpenTelemetry Java"), OTEL_PYTHON("OpenTelemetry Python");

    private final String title;

    SamplingSdk(String title) {
        this.title = title;
    }

    /** Its name in the docs. */
    String title() {
        return title;
    }

    /** Its name in {@code matching.json} and in names of files. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it is one of OpenTelemetry's. These do not say which rule decided. */
    boolean isOpenTelemetry() {
        return name().startsWith("OTEL");
    }

    /** The first argument of the programs that have two SDKs. */
    String family() {
        return isOpenTelemetry() ? "otel" : "xray";
    }

    /** Whether it takes a missing attribute of a request as a match, and not as the empty text. */
    boolean isLenient() {
        return this == XRAY_NODE || this == XRAY_PYTHON || this == XRAY_GO;
    }
}
