package dev.tracegate.tenant;

/** Selects a tenant's tasks by their ECS properties. The cluster is a name and not an ARN: a host is in one cluster only. */
public sealed interface Match {
    /** Tasks that an ECS service started. */
    record Service(String cluster, String service) implements Match {
        @Override
        public String toString() {
            return "service " + service + " in cluster " + cluster;
        }
    }

    /** Tasks of a task definition family, in any revision. Everyone who may register task definitions can use the family, so they must be trusted. */
    record Family(String cluster, String family) implements Match {
        @Override
        public String toString() {
            return "family " + family + " in cluster " + cluster;
        }
    }

    /** Tasks with a tag. Everyone who may tag tasks can set it, so they must be trusted. */
    record Tag(String cluster, String key, String value) implements Match {
        @Override
        public String toString() {
            return "tag " + key + "=" + value + " in cluster " + cluster;
        }
    }
}
