package dev.tracegate.embedded.api;

import java.util.UUID;

/** The reply to {@code aws sts get-caller-identity}, a common first test of an endpoint. The request is a form, the reply is XML. */
public final class CallerIdentity {

    private CallerIdentity() {}

    /** @param form the body of a {@code POST /}; only its first 20 fields are read */
    public static boolean isRequest(String form) {
        for (var field : form.split("&", 20)) {
            if (field.equals("Action=GetCallerIdentity")) {
                return true;
            }
        }
        return false;
    }

    /** The XML body. */
    public static String reply(UUID requestId) {
        return """
                <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <GetCallerIdentityResult>
                    <Arn>arn:aws:iam::%1$s:user/embedded</Arn>
                    <UserId>EMBEDDED</UserId>
                    <Account>%1$s</Account>
                  </GetCallerIdentityResult>
                  <ResponseMetadata><RequestId>%2$s</RequestId></ResponseMetadata>
                </GetCallerIdentityResponse>
                """.formatted(Arns.ACCOUNT, requestId);
    }
}
