package dev.tracegate.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The faults that memory alone has to bear. */
final class Faults {
    private static final Predicate<Outcome> REFUSED = outcome -> outcome.refusals() > 0;
    private static final Predicate<Outcome> RETRIED = outcome -> outcome.books().retried() > 0;
    private static final Predicate<Outcome> LOST_ANSWERS = outcome -> outcome.explained() > 0;
    private static final Predicate<Outcome> ANY = outcome -> true;
    /** Short, so that a hung call is noticed while the fault lasts. */
    private static final Map<String, String> SHORT_TIMEOUT = Map.of("TRACEGATE_UPLOAD_REQUEST_TIMEOUT", "2s");

    static final List<Fault> ALL = List.of(
            Fault.answering("throttles 50 % of calls", Behaviour.throttle(50), REFUSED),
            Fault.answering("throttles 90 % of calls", Behaviour.throttle(90), REFUSED),
            Fault.answering("takes 200 ms a call", Behaviour.slow(Duration.ofMillis(200)), ANY),
            Fault.answering("takes 5 s a call", Behaviour.slow(Duration.ofSeconds(5)), ANY),
            Fault.answering("hangs without an answer", Behaviour.hang(), LOST_ANSWERS).with(SHORT_TIMEOUT),
            Fault.of("resets the connection halfway through the body", stage -> stage.xray().cutBodies(),
                    stage -> stage.xray().recover(), REFUSED),
            Fault.answering("answers 500", Behaviour.refuse(500, "InternalFailure", "Internal failure"), REFUSED),
            Fault.answering("answers with malformed JSON", Behaviour.malformedReply(), LOST_ANSWERS),
            Fault.answering("answers cut short", Behaviour.truncatedReply(), LOST_ANSWERS),
            Fault.answering("half the segments unprocessed, throttled", Behaviour.halfThrottled(), RETRIED),
            Fault.answering("half the segments unprocessed, invalid", Behaviour.halfInvalid(),
                    outcome -> outcome.refused() > 0),
            Fault.of("away: connection refused", stage -> stage.xray().goAway(), Stage::comeBack, RETRIED),
            Fault.of("shows a wrong certificate", Faults::impostor, Faults::original, RETRIED).overTls(),
            Fault.of("credentials expire in mid-flight", stage -> stage.keys().expireEarly(),
                    stage -> stage.keys().issueNext(), REFUSED),
            Fault.of("the clock jumps by an hour", stage -> stage.xray().door().setClock(Duration.ofHours(1)),
                    stage -> stage.xray().door().setClock(Duration.ZERO), REFUSED),
            Fault.answering("denies access for a while",
                    Behaviour.refuse(403, "AccessDeniedException", "not authorized to perform: xray:PutTraceSegments"),
                    REFUSED));

    private Faults() {}

    /** The account accepts so many segments a second, of all gateways together. */
    static Fault quota(Quota quota, String name) {
        return Fault.of(name, stage -> {
            quota.start(System.nanoTime());
            stage.xray().behave(Behaviour.quota(quota));
        }, stage -> stage.xray().recover(), REFUSED);
    }

    private static void impostor(Stage stage) {
        stage.xray().goAway();
        stage.comeBackAsImpostor();
    }

    private static void original(Stage stage) {
        stage.xray().goAway();
        stage.comeBack();
    }
}
