package dev.tracegate.ingest.tcp;

import java.util.Map;
import java.util.Set;

/** Which calls TCP :2000 takes, and how large their bodies may be. */
public interface CallPolicy {
    /** Beyond what any call but PutTraceSegments can need; see the table in docs/security.md. */
    int CALL_BYTES = 64 * 1024;

    /**
     * @param path without the query, with one slash before it and none behind
     * @return whether the handler answers such a call; others get 403
     */
    boolean allows(String method, String path);

    /** Bytes of body that a call may have at most. */
    int mostBytes(String path);

    /**
     * The two calls that SDKs make, the only ones relayed to X-Ray. GetSamplingRules takes a token alone; SamplingTargets takes 25 statistics and
     * 25 boost documents of some 250 bytes each.
     */
    static CallPolicy sampling() {
        return Only.SAMPLING;
    }

    /** Every call, with a bound of its own for some paths. */
    static CallPolicy everything(Map<String, Integer> mostBytes) {
        return new CallPolicy() {
            @Override
            public boolean allows(String method, String path) {
                return true;
            }

            @Override
            public int mostBytes(String path) {
                return mostBytes.getOrDefault(path, CALL_BYTES);
            }
        };
    }

    /** Allows a set of POST calls. */
    record Only(Set<String> paths, Map<String, Integer> mostBytes) implements CallPolicy {
        private static final String RULES = "/GetSamplingRules";
        private static final String TARGETS = "/SamplingTargets";
        private static final Only SAMPLING = new Only(Set.of(RULES, TARGETS),
                Map.of(RULES, 8 * 1024, TARGETS, CALL_BYTES));

        @Override
        public boolean allows(String method, String path) {
            return method.equals("POST") && paths.contains(path);
        }

        @Override
        public int mostBytes(String path) {
            return mostBytes.getOrDefault(path, 0);
        }
    }
}
