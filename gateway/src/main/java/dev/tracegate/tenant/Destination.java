package dev.tracegate.tenant;

/**
 * Where segments go, which tenants may share: X-Ray's quota of segments a second is counted for each. The partition follows from the Region.
 *
 * @param account 12 digits; {@code own} for that of the process's own credentials
 * @param region such as {@code eu-west-1}
 */
public record Destination(String account, String region) {
    /** Where there is but one. */
    public static final Destination ONLY = new Destination("own", "own");

    @Override
    public String toString() {
        return account + "/" + region;
    }
}
