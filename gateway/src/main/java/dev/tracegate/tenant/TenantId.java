package dev.tracegate.tenant;

/** A tenant's name, as the operator wrote it. */
public record TenantId(String value) implements Comparable<TenantId> {
    /** The one tenant of a gateway without configured tenants, as with the X-Ray daemon. */
    public static final TenantId DEFAULT = new TenantId("default");

    /** Where segments are booked that have no tenant yet, or never get one. */
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
