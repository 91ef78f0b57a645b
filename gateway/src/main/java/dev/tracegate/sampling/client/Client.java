package dev.tracegate.sampling.client;

import dev.tracegate.sampling.quota.SamplingReport;
import dev.tracegate.segment.SourceKey;
import dev.tracegate.tenant.TenantId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of the clients at one source address of a tenant. Times are nanoseconds of one monotonic clock. For one thread at a time. */
final class Client {
    /** Client ids counted one by one: a process has one, and a task or host with more of them than this is "at least" so many. */
    static final int CLIENT_IDS = 32;
    /** User-Agents kept: one for each kind of process behind the address; the sender chooses the text. */
    static final int AGENTS = 4;
    /** Rule names kept: X-Ray allows 25 beside Default. */
    static final int RULES = 32;
    /** Values of {@code aws.xray.sdk} and its version kept, as {@link #AGENTS}. */
    static final int SDKS = 4;
    private static final long NANOS = 1_000_000_000L;

    private final SourceKey source;
    private final List<ClientAgent> agents = new ArrayList<>(1);
    private final Map<String, Long> clientIds = new LinkedHashMap<>(4, 0.75f, true);
    private final Set<String> rules = new LinkedHashSet<>(4);
    /** By {@code aws.xray.sdk}. */
    private final Map<String, String> sdkVersions = new LinkedHashMap<>(2);
    private boolean calledForRules;
    private long rulesCall;
    private boolean reported;
    private long report;
    private boolean sentRoot;
    private long firstRoot;
    private long lastRoot;
    private @Nullable String lastSdk;
    private @Nullable String lastSdkVersion;

    Client(SourceKey source) {
        this.source = source;
    }

    void calledForRules(ClientAgent agent, long now) {
        seen(agent);
        calledForRules = true;
        rulesCall = now;
    }

    void called(ClientAgent agent, long now) {
        seen(agent);
        reported = true;
        report = now;
    }

    void reported(SamplingReport each, long now) {
        rules.add(each.ruleName());
        trim(rules, RULES);
        clientIds.put(each.clientId(), now);
        trim(clientIds.keySet(), CLIENT_IDS);
    }

    private void seen(ClientAgent agent) {
        if (agents.isEmpty() || !agents.getLast().equals(agent)) {
            agents.remove(agent);
            agents.add(agent);
            if (agents.size() > AGENTS) {
                agents.removeFirst();
            }
        }
    }

    void sentRoot(@Nullable String sdk, @Nullable String version, long now) {
        if (!sentRoot) {
            sentRoot = true;
            firstRoot = now;
        }
        lastRoot = now;
        if (sdk != null && !(sdk.equals(lastSdk) && Objects.equals(version, lastSdkVersion))) {
            lastSdk = sdk;
            lastSdkVersion = version;
            sdkVersions.remove(sdk);
            sdkVersions.put(sdk, version == null ? "" : version);
            trim(sdkVersions.keySet(), SDKS);
        }
    }

    private static void trim(Set<String> set, int most) {
        if (set.size() > most) {
            var eldest = set.iterator();
            eldest.next();
            eldest.remove();
        }
    }

    Set<String> sdks() {
        return sdkVersions.keySet();
    }

    Polling polling(long now) {
        if (isWithin(calledForRules, rulesCall, now, Polling.SECONDS)
                || isWithin(reported, report, now, Polling.SECONDS)) {
            return Polling.POLLS;
        }
        if (!isWithin(sentRoot, lastRoot, now, Polling.SECONDS)) {
            return Polling.SILENT;
        }
        return now - firstRoot > Polling.SECONDS * NANOS ? Polling.NEVER_POLLS : Polling.NOT_YET;
    }

    /** Whether nothing came from the address for so long. */
    boolean isIdle(long now, long seconds) {
        return !isWithin(calledForRules, rulesCall, now, seconds) && !isWithin(reported, report, now, seconds)
                && !isWithin(sentRoot, lastRoot, now, seconds);
    }

    private static boolean isWithin(boolean ever, long at, long now, long seconds) {
        return ever && now - at <= seconds * NANOS;
    }

    private int activeClientIds(long now) {
        return (int) clientIds.values().stream().filter(at -> isWithin(true, at, now, Polling.SECONDS)).count();
    }

    ClientView view(TenantId tenant, long now) {
        return new ClientView(tenant, source.address(), List.copyOf(agents), activeClientIds(now),
                age(calledForRules, rulesCall, now),
                age(reported, report, now), List.copyOf(rules), Map.copyOf(sdkVersions), age(sentRoot, lastRoot, now),
                polling(now));
    }

    private static OptionalLong age(boolean ever, long at, long now) {
        return ever ? OptionalLong.of(Math.max(0, now - at) / NANOS) : OptionalLong.empty();
    }
}
