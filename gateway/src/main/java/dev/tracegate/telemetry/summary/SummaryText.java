package dev.tracegate.telemetry.summary;

import java.util.Locale;
import java.util.StringJoiner;

/** The summary as the message of a log line. */
final class SummaryText {
    private SummaryText() {}

    static String of(Summary summary) {
        return String.format(Locale.ROOT,
                "Summary of the last %,d s: received %,d, delivered %,d, lost %,d%s%s, retried %,d, waiting %,d, "
                        + "buffer %.1f of %.1f MiB, credentials %s",
                summary.interval().toSeconds(), summary.received(), summary.delivered(), summary.lost().total(),
                reasons(summary.lost()), sampledOut(summary), summary.retried(), summary.waiting(),
                mebibytes(summary.bufferBytes()),
                mebibytes(summary.bufferLimitBytes()), summary.credentials().label());
    }

    private static String reasons(Losses lost) {
        var reasons = new StringJoiner(", ", " (", ")").setEmptyValue("");
        lost.forEach((reason, count) -> reasons.add(String.format(Locale.ROOT, "%s %,d", reason, count)));
        return reasons.toString();
    }

    /** Nothing where nothing was sampled out: most gateways have no keep rate. */
    private static String sampledOut(Summary summary) {
        if (summary.sampledOut().isEmpty()) {
            return "";
        }
        var rules = new StringJoiner(", ", " (", ")");
        summary.sampledOut().forEach((rule, count) -> rules.add(String.format(Locale.ROOT, "%s %,d", rule, count)));
        return String.format(Locale.ROOT, ", sampled out %,d%s", Losses.sum(summary.sampledOut().values()), rules);
    }

    private static double mebibytes(long bytes) {
        return bytes / (1024.0 * 1024.0);
    }
}
