package dev.tracegate.tenant;

/** Selects a tenant's tasks by their ECS properties. The cluster is a name and not an ARN: a host is in one cluster only. */
public sealed interface Match {
    /** Those that a service started. */
    record Service(String cluster, String service) implements Match {
        @Override
        public String toString() {
            return "service " + service + " in cluster " + cluster;
        }
    }

    /** Those of a task definition, in any revision. Whoever registers the family first has it, so its makers must be trusted. */
    record Family(String cluster, String family) implements Match {
        @Override
        public String toString() {
            return "family " + family + " in cluster " + cluster;
        }
    }

    /** Those with a tag. Only as good as the permission to set it. */
    record Tag(String cluster, String key, String value) implements Match {
        @Override
        public String toString() {
            return "tag " + key + "=" + value + " in cluster " + cluster;
        }
    }
}
