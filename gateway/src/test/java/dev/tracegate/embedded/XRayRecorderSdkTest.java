package dev.tracegate.embedded;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.xray.internal.UnsignedXrayClient;
import com.amazonaws.xray.strategy.sampling.GetSamplingRulesRequest;
import com.amazonaws.xray.strategy.sampling.GetSamplingRulesResponse.SamplingRuleRecord;
import com.amazonaws.xray.strategy.sampling.GetSamplingTargetsRequest;
import com.amazonaws.xray.strategy.sampling.SamplingRequest;
import com.amazonaws.xray.strategy.sampling.manifest.CentralizedManifest;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The X-Ray SDK for Java requests sampling rules and targets without a signature, like from the X-Ray daemon. */
class XRayRecorderSdkTest {
    private static final String ADDRESS = "com.amazonaws.xray.emitters.daemonAddress";

    private final RunningXRay running = new RunningXRay();
    private final int port = RunningXRay.await(running.listen());

    @AfterEach
    void close() {
        System.clearProperty(ADDRESS);
        running.close();
    }

    private static UnsignedXrayClient client(int port) {
        System.setProperty(ADDRESS, "tcp:127.0.0.1:" + port + " udp:127.0.0.1:2000");
        return new UnsignedXrayClient();
    }

    @Test
    void the_manifest_of_the_sdk_uses_the_rule_and_then_the_quota() {
        var client = client(port);
        var manifest = new CentralizedManifest();
        var now = Instant.ofEpochSecond(RunningXRay.NOW);

        var rules = client.getSamplingRules(GetSamplingRulesRequest.create(null)).getSamplingRuleRecords();
        manifest.putRules(rules.stream().map(SamplingRuleRecord::getSamplingRule).toList(), now);
        var request = new SamplingRequest("shop", "host", "/", "GET", "");
        var rule = requireNonNull(manifest.getDefaultRule());
        assertThat(manifest.match(request, now)).isSameAs(rule);
        rule.sample(now);
        report(client, manifest, now);
        running.clock.advance(Duration.ofSeconds(11)); // the SDK reports after more than 10 s
        var later = now.plusSeconds(11);
        rule.sample(later);
        report(client, manifest, later);

        assertThat(rule.getName()).isEqualTo("Default");
        assertThat(manifest.isExpired(later)).isFalse();
        assertThat(rule.sample(later.plusSeconds(1)).isSampled()).isTrue();
        assertThat(rule.snapshot(Date.from(later)).getBorrowCount()).isZero();
    }

    private static void report(UnsignedXrayClient client, CentralizedManifest manifest, Instant now) {
        var reports = manifest.snapshots(now);
        assertThat(reports).hasSize(1);
        var answer = client.getSamplingTargets(GetSamplingTargetsRequest.create(reports));
        assertThat(answer.getUnprocessedStatistics()).isEmpty();
        manifest.putTargets(answer.getDocuments(), now);
    }
}
