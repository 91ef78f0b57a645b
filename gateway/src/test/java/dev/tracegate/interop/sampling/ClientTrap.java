package dev.tracegate.interop.sampling;

import java.util.Map;
import java.util.function.Consumer;

/**
 * An answer that some SDKs understand in their own way, or not at all.
 *
 * @param script what is answered; the rule {@code r} matches every request, and Default samples nothing
 * @param usual  what an SDK then samples; one that did not understand the rules samples one a second and 5 % of the others, by a rule of
 *               its own
 * @param others what these SDKs sample
 */
record ClientTrap(String name, When when, Consumer<ScriptedSampling> script, Share usual,
        Map<SamplingSdk, Share> others) {

    /** The seconds after a client's start between which its decisions are counted. It asks for targets every 10 to 10.2 s. */
    enum When {
        AFTER_RULES(8, 12), AFTER_TARGETS(14, 18), AFTER_SECOND_TARGETS(24, 28);

        private final double from;
        private final double to;

        When(double from, double to) {
            this.from = from;
            this.to = to;
        }

        boolean contains(double seconds) {
            return from <= seconds && seconds < to;
        }

        double seconds() {
            return to - from;
        }
    }

    Share expected(SamplingSdk sdk) {
        return others.getOrDefault(sdk, usual);
    }

    @Override
    public String toString() {
        return name;
    }
}
