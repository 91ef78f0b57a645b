package dev.tracegate.app.clients;

import dev.tracegate.sampling.client.RuleLoss;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the rules of a window that lost more than {@value #PERCENT} % between the SDKs and the gateway. */
final class SamplingLossLog {
    private static final Logger LOG = LoggerFactory.getLogger(SamplingLossLog.class);
    /** Above what a change of the load at the edge of a window can seem to be, which is 4 % with a load that changes sevenfold. */
    static final int PERCENT = 5;
    /** Lines of a window, those with most segments lost: one network fault affects every rule of every tenant. */
    static final int LINES = 20;

    /** @param losses of the window; empty if none has ended */
    void window(List<RuleLoss> losses) {
        var lossy = losses.stream()
                .filter(loss -> loss.source().isEmpty() && loss.loss().isPresent() && isAboveThreshold(loss))
                .sorted(Comparator.comparingLong((RuleLoss loss) -> loss.reported() - loss.arrived()).reversed())
                .toList();
        lossy.stream().limit(LINES).forEach(SamplingLossLog::line);
        if (lossy.size() > LINES) {
            LOG.warn("… and {} more rules lost segments on their way to the gateway", lossy.size() - LINES);
        }
    }

    /** In whole numbers: 1 - 0.95 is more than 0.05 in binary fractions. */
    private static boolean isAboveThreshold(RuleLoss loss) {
        return (loss.reported() - loss.arrived()) * 100 > PERCENT * loss.reported();
    }

    private static void line(RuleLoss loss) {
        LOG.atWarn()
                .addKeyValue("tenant", loss.tenant())
                .addKeyValue("rule", loss.rule())
                .addKeyValue("reported", loss.reported())
                .addKeyValue("arrived", loss.arrived())
                .log(String.format(Locale.ROOT,
                        "%.1f %% of the root segments that SDKs recorded in the last %d s did not arrive",
                        loss.loss().orElseThrow() * 100, loss.seconds()));
    }
}
