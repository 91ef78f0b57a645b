package dev.tracegate.ingest.tcp;

import java.util.Map;
import java.util.Set;

/** Which calls TCP :2000 accepts, and the maximum size of their bodies. */
public interface CallPolicy {
    /** Maximum body in bytes of all calls but PutTraceSegments, more than any of them needs; see the table in docs/security.md. */
    int CALL_BYTES = 64 * 1024;

    /**
     * @param path without the query, with one leading slash and no trailing slash
     * @return whether the call is passed to the handler; otherwise it is answered 403
     */
    boolean allows(String method, String path);

    /** Maximum size of the call's body in bytes. */
    int mostBytes(String path);

    /**
     * The two sampling calls of SDKs, the only calls relayed to X-Ray. The body of GetSamplingRules is a token; that of SamplingTargets is up to
     * 25 statistics and 25 boost documents of about 250 bytes each.
     */
    static CallPolicy sampling() {
        return Only.SAMPLING;
    }

    /** Allows every call. Paths in the map have their own maximum body size, others {@link #CALL_BYTES}. */
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

    /** Allows POST calls to the given paths only. */
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
