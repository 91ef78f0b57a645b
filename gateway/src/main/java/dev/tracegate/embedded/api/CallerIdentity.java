package dev.tracegate.embedded.api;

import java.util.UUID;

/** The one STS call people try first against an endpoint of their own: {@code aws sts get-caller-identity}. A form in, XML out. */
public final class CallerIdentity {

    private CallerIdentity() {}

    /** @param form the body of a {@code POST /} */
    public static boolean asks(String form) {
        for (var field : form.split("&", 20)) {
            if (field.equals("Action=GetCallerIdentity")) {
                return true;
            }
        }
        return false;
    }

    public static String answer(UUID requestId) {
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
