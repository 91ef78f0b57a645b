package dev.tracegate.tenant;

/** The id of a tenant: as configured, or derived from it and a task role ({@link Tenant#declaredId}). */
public record TenantId(String value) implements Comparable<TenantId> {
    /** The only tenant of a gateway without configured tenants. */
    public static final TenantId DEFAULT = new TenantId("default");

    /** Segments that have no tenant, or none yet, are counted under this id. */
    public static final TenantId UNATTRIBUTED = new TenantId("unattributed");

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
