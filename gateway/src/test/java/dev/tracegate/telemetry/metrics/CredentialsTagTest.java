package dev.tracegate.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.tenant.CredentialState;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CredentialsTagTest {
    @Test
    void a_state_has_a_tag_and_only_missing_credentials_need_attention() {
        var present = CredentialsTag.of(Optional.of(new CredentialState.Present(null, "environment", "AKIA…42")));
        var missing = CredentialsTag.of(Optional.of(new CredentialState.Missing("no source")));
        var denied = CredentialsTag.of(Optional.of(new CredentialState.Denied("AccessDenied", Instant.EPOCH)));

        assertThat(CredentialsTag.of(Optional.empty())).isEqualTo(CredentialsTag.NOT_NEEDED)
                .returns(true, CredentialsTag::ok);
        assertThat(present).isEqualTo(CredentialsTag.VALID).returns(true, CredentialsTag::ok);
        assertThat(missing).isEqualTo(CredentialsTag.MISSING).returns(false, CredentialsTag::ok);
        assertThat(denied).isEqualTo(CredentialsTag.MISSING);
        assertThat(present.label()).isEqualTo("valid");
    }
}
