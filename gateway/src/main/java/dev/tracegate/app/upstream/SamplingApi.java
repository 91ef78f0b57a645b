package dev.tracegate.app.upstream;

import dev.tracegate.admin.read.ReadinessCheck;
import dev.tracegate.app.rules.SamplingRules;
import dev.tracegate.aws.AwsClients;
import dev.tracegate.aws.settings.XRayEndpoint;
import dev.tracegate.config.Settings;
import dev.tracegate.embedded.OverlayApi;
import dev.tracegate.embedded.RulesApi;
import dev.tracegate.ingest.tcp.ApiHandler;
import dev.tracegate.ingest.tcp.SamplingAnswer;
import dev.tracegate.sampling.quota.LocalQuotaLeases;
import dev.tracegate.sampling.quota.SamplingTargets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Who answers the SDKs' sampling calls in AWS mode.
 *
 * @param rules the gateway's rule books; empty where X-Ray answers alone
 */
public record SamplingApi(ApiHandler handler, Optional<SamplingRules> rules) {
    /** The account of the gateway's rules in their ARNs: the rules are in no account. */
    private static final String NO_ACCOUNT = "000000000000";

    /** X-Ray answers. */
    public static SamplingApi relayed(AwsClients aws) {
        return new SamplingApi(relay(aws), Optional.empty());
    }

    /** The gateway's rules answer, alone or over X-Ray's. */
    public static SamplingApi withRules(AwsClients aws, SamplingAnswers answers, SamplingRules rules,
            Settings.Sampling settings, InstantSource clock) {
        var books = rules.books();
        var arns = "arn:%s:xray:%s:%s:sampling-rule/".formatted(XRayEndpoint.partition(aws.region()), aws.region(),
                NO_ACCOUNT);
        var targets = new SamplingTargets(books, new LocalQuotaLeases(settings.gateways()), clock);
        var own = new RulesApi(books, targets, arns, UUID::randomUUID);
        ApiHandler handler = settings.source() == Settings.Sampling.RuleSource.OVERLAY
                ? new OverlayApi(relay(aws), own, books)
                : call -> {
                    answers.answered(call.path(), SamplingAnswer.RULE_BOOK);
                    return own.answer(call);
                };
        return new SamplingApi(handler, Optional.of(rules));
    }

    private static ApiHandler relay(AwsClients aws) {
        return call -> aws.relay(call.tenant()).answer(call);
    }

    List<ReadinessCheck> readiness() {
        return rules.map(SamplingApi::check).map(List::of).orElse(List.of());
    }

    /** A check that never fails, because segments are received whatever the rules are. It has a note if the rules are not those of the settings. */
    static ReadinessCheck check(SamplingRules rules) {
        return new RulesNote(rules);
    }

    private record RulesNote(SamplingRules rules) implements ReadinessCheck {
        @Override
        public String name() {
            return "sampling";
        }

        @Override
        public Optional<String> problem() {
            return Optional.empty();
        }

        @Override
        public Optional<String> note() {
            return rules.problem();
        }
    }

    /** Blocks. Returns this, since a blocking task has a result. */
    SamplingApi close() {
        rules.ifPresent(SamplingRules::close);
        return this;
    }
}
