package dev.tracegate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class SigV4Test {
    // "get-vanilla" of AWS's published SigV4 test suite
    @Test
    void agrees_with_the_published_test_suite() {
        var headers = MultiMap.caseInsensitiveMultiMap()
                .add("Host", "example.amazonaws.com")
                .add("X-Amz-Date", "20150830T123600Z")
                .add("Authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");

        var signature = SigV4.signature("GET", "/", "", headers, Buffer.buffer(),
                "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

        assertThat(signature).isEqualTo(SigV4.Claim.of(headers).signature());
    }
}
