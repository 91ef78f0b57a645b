package dev.tracegate.embedded.api;

/** ARNs of resources in the fictitious account of the embedded X-Ray. */
final class Arns {
    /** Not the id of any AWS account. */
    static final String ACCOUNT = "000000000000";
    /** ARN of a sampling rule without its name. */
    static final String SAMPLING_RULE = "arn:aws:xray:us-east-1:" + ACCOUNT + ":sampling-rule/";
    private static final String XRAY = "arn:aws:xray:us-east-1:" + ACCOUNT + ":";

    private Arns() {}

    static String samplingRule(String name) {
        return SAMPLING_RULE + name;
    }

    static String group(String name) {
        return XRAY + "group/" + name;
    }
}
