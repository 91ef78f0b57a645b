package dev.tracegate.sampling.head;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.segment.TraceId;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The head decision is independent of what an OpenTelemetry SDK has decided from the same trace id. Java's sampler is the real one. Those of other
 * languages are written down here by their comparison, which the decisions of the real ones confirm.
 */
class OpenTelemetryRatioTest {
    private static final int IDS = 200_000;
    /** A normal bound: one correct hash in 1.7 million would miss it by chance, and the seeds are fixed. */
    private static final double SIGMAS = 5;
    private static final double RATIO_OF_VECTORS = 0.25;

    /** Samplers by the bits that they compare with the ratio. */
    enum Ratio {
        JAVA {
            @Override
            Predicate<TraceId> sampler(double ratio) {
                var sampler = Sampler.traceIdRatioBased(ratio);
                return id -> sampler
                        .shouldSample(Context.root(), hex(id), "span", SpanKind.SERVER, Attributes.empty(), List.of())
                        .getDecision() == SamplingDecision.RECORD_AND_SAMPLE;
            }
        },
        /** The low 64 bits. */
        PYTHON {
            @Override
            Predicate<TraceId> sampler(double ratio) {
                return id -> unsigned(id.low()) < ratio * 0x1p64;
            }
        },
        /** The four words of 32 bits, combined by exclusive or. */
        JAVASCRIPT {
            @Override
            Predicate<TraceId> sampler(double ratio) {
                return id -> {
                    long both = id.high() ^ id.low();
                    return ((both >>> 32) ^ (both & 0xffffffffL)) < Math.floor(ratio * 0xffffffffL);
                };
            }
        },
        /** The low 64 bits without the last. */
        GO {
            @Override
            Predicate<TraceId> sampler(double ratio) {
                return id -> id.low() >>> 1 < ratio * 0x1p63;
            }
        },
        /** The last 56 bits, the higher ones kept, as the specification of consistent probability sampling says. */
        CONSISTENT {
            @Override
            Predicate<TraceId> sampler(double ratio) {
                return id -> (id.low() & ((1L << 56) - 1)) >= (1 - ratio) * 0x1p56;
            }
        };

        abstract Predicate<TraceId> sampler(double ratio);
    }

    @ParameterizedTest
    @EnumSource(Ratio.class)
    void the_keep_rate_holds_among_what_an_sdk_kept_and_among_what_it_dropped(Ratio sdk) {
        for (double head : new double[]{0.01, 0.1, 0.5}) {
            for (double keep : new double[]{0.01, 0.1, 0.5}) {
                var rate = KeepRate.of(keep);
                assertThat(sigmas(sdk.sampler(head), rate::keeps, keep)).as("head %s, keep %s", head, keep)
                        .isLessThan(SIGMAS);
            }
        }
    }

    /** The same measure finds a decision by raw bits: with it, equal rates would keep all, or nothing, of what the SDK kept. */
    @ParameterizedTest
    @EnumSource(Ratio.class)
    void a_decision_by_raw_bits_would_be_found(Ratio sdk) {
        assertThat(sigmas(sdk.sampler(0.1), sdk.sampler(0.1), 0.1)).isGreaterThan(10 * SIGMAS);
    }

    @Test
    void the_comparisons_are_those_of_the_real_samplers() throws IOException {
        var lines = TraceHashTest.lines("opentelemetry-ratio.csv");
        assertThat(lines).hasSize(300).allSatisfy(line -> {
            var cells = line.split(",", -1);
            var id = TraceId.parse(cells[0]).orElseThrow();
            assertThat(Ratio.PYTHON.sampler(RATIO_OF_VECTORS).test(id)).isEqualTo(cells[1].equals("1"));
            assertThat(Ratio.JAVASCRIPT.sampler(RATIO_OF_VECTORS).test(id)).isEqualTo(cells[2].equals("1"));
            assertThat(Ratio.GO.sampler(RATIO_OF_VECTORS).test(id)).isEqualTo(cells[3].equals("1"));
        });
    }

    /** How far the share that is kept is off the rate, in standard deviations: the larger of those for ids the SDK kept and for those it dropped. */
    private static double sigmas(Predicate<TraceId> sdk, Predicate<TraceId> gateway, double keep) {
        var random = new SplittableRandom(5);
        var all = new long[2];
        var kept = new long[2];
        for (int i = 0; i < IDS; i++) {
            var id = new TraceId(random.nextLong(), random.nextLong());
            int of = sdk.test(id) ? 1 : 0;
            all[of]++;
            kept[of] += gateway.test(id) ? 1 : 0;
        }
        double most = 0;
        for (int of = 0; of < 2; of++) {
            double sigma = Math.sqrt(all[of] * keep * (1 - keep));
            most = Math.max(most, Math.abs(kept[of] - all[of] * keep) / sigma);
        }
        return most;
    }

    private static String hex(TraceId id) {
        return id.toString().substring(2).replace("-", "");
    }

    private static double unsigned(long bits) {
        return (bits >>> 1) * 2.0 + (bits & 1);
    }
}
