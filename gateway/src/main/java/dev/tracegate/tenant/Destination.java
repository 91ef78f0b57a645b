package dev.tracegate.tenant;

/**
 * The account and Region that segments are sent to. Several tenants may share a destination, and with it X-Ray's quota of segments per second. The
 * partition follows from the Region.
 *
 * @param account 12 digits; {@code own} for that of the process's own credentials
 * @param region such as {@code eu-west-1}
 */
public record Destination(String account, String region) {
    /** The destination of a gateway that has only one. */
    public static final Destination ONLY = new Destination("own", "own");

    @Override
    public String toString() {
        return account + "/" + region;
    }
}
