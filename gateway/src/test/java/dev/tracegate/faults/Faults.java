package dev.tracegate.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The faults without a spool. */
final class Faults {
    /** Short, so that a hanging call times out during the fault. */
    private static final Map<String, String> SHORT_TIMEOUT = Map.of("TRACEGATE_UPLOAD_REQUEST_TIMEOUT", "2s");

    /** Quota in segments per second with a burst of one second; it is too small for a call of 50 segments. */
    private static final int SMALL_QUOTA = 20;

    static final List<Fault> ALL = List.of(
            Fault.answering("throttles 50 % of calls", Behaviour.throttle(50), Outcome::callsWereRefused),
            Fault.answering("throttles 90 % of calls", Behaviour.throttle(90), Outcome::callsWereRefused),
            Fault.answering("throttles all", Behaviour.throttle(100), Outcome::callsWereRefused),
            quota(new Quota(SMALL_QUOTA), "quota below a batch: %d segments a second".formatted(SMALL_QUOTA)),
            Fault.answering("throttles one call and asks for a wait of 30 years", Behaviour.throttleOnce("999999999"),
                    Outcome::callsWereRefused),
            Fault.answering("is hidden behind a load balancer's page of HTML, 400", Behaviour.page(400),
                    Outcome::callsWereRefused),
            Fault.answering("takes 200 ms a call", Behaviour.slow(Duration.ofMillis(200)), Outcome::somethingWasSent),
            Fault.answering("takes 5 s a call", Behaviour.slow(Duration.ofSeconds(5)), Outcome::somethingWasSent),
            Fault.answering("hangs without an answer", Behaviour.hang(), Outcome::answersGotLost).with(SHORT_TIMEOUT),
            Fault.of("resets the connection halfway through the body", stage -> stage.xray().cutBodies(),
                    stage -> stage.xray().recover(), Outcome::callsWereRefused),
            Fault.answering("answers 500", Behaviour.refuse(500, "InternalFailure", "Internal failure"),
                    Outcome::callsWereRefused),
            Fault.answering("answers with malformed JSON", Behaviour.malformedReply(), Outcome::answersGotLost),
            Fault.answering("answers cut short", Behaviour.truncatedReply(), Outcome::answersGotLost),
            Fault.answering("half the segments unprocessed, throttled", Behaviour.halfThrottled(),
                    Outcome::segmentsWereSentAgain),
            Fault.answering("half the segments unprocessed, invalid", Behaviour.halfInvalid(),
                    Outcome::segmentsWereRefused),
            Fault.of("away: connection refused", stage -> stage.xray().goAway(), Stage::comeBack,
                    Outcome::segmentsWereSentAgain),
            Fault.of("shows a wrong certificate", Faults::impostor, Faults::original, Outcome::segmentsWereSentAgain)
                    .overTls(),
            Fault.of("credentials expire in mid-flight", stage -> stage.keys().expireEarly(),
                    stage -> stage.keys().issueNext(), Outcome::callsWereRefused),
            Fault.of("the clock jumps by an hour", stage -> stage.xray().door().setClock(Duration.ofHours(1)),
                    stage -> stage.xray().door().setClock(Duration.ZERO), Outcome::callsWereRefused),
            Fault.answering("denies access for a while",
                    Behaviour.refuse(403, "AccessDeniedException", "not authorized to perform: xray:PutTraceSegments"),
                    Outcome::callsWereRefused));

    private Faults() {}

    /** The account accepts the given number of segments per second from all gateways together. */
    static Fault quota(Quota quota, String name) {
        return Fault.of(name, stage -> {
            quota.start(System.nanoTime());
            stage.xray().behave(Behaviour.quota(quota));
        }, stage -> stage.xray().recover(), Outcome::callsWereRefused);
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
