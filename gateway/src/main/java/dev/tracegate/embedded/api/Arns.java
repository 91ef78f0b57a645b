package dev.tracegate.embedded.api;

/** The names of resources in the account the embedded X-Ray pretends to be. */
final class Arns {
    /** No AWS account has this number. */
    static final String ACCOUNT = "000000000000";
    private static final String XRAY = "arn:aws:xray:us-east-1:" + ACCOUNT + ":";

    private Arns() {}

    static String samplingRule(String name) {
        return XRAY + "sampling-rule/" + name;
    }

    static String group(String name) {
        return XRAY + "group/" + name;
    }
}
