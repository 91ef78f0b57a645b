package dev.tracegate.aws.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.aws.AwsGiven;
import dev.tracegate.aws.settings.AwsSetupException;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardProxyTest {
    private static final URI XRAY = URI.create("https://xray.us-west-2.amazonaws.com");
    private static final URI PLAIN = URI.create("http://xray.internal:8080/x");

    @Test
    void https_and_http_have_separate_variables_in_upper_or_lower_case() {
        var upper = new ForwardProxy(null, AwsGiven.env("HTTPS_PROXY", "http://s:1", "HTTP_PROXY", "http://p:2"));
        var lower = new ForwardProxy(null, AwsGiven.env("https_proxy", "http://s:1", "http_proxy", "http://p:2"));

        for (var proxy : new ForwardProxy[]{upper, lower}) {
            assertThat(proxy.to(XRAY)).returns("s", ProxyOptions::getHost).returns(1, ProxyOptions::getPort);
            assertThat(proxy.to(PLAIN)).returns("p", ProxyOptions::getHost).returns(2, ProxyOptions::getPort);
        }
        assertThat(new ForwardProxy(null, AwsGiven.env("HTTPS_PROXY", "http://s:1")).to(PLAIN)).isNull();
        assertThat(new ForwardProxy(null, AwsGiven.env()).to(XRAY)).isNull();
    }

    @Test
    void the_setting_has_priority_and_applies_to_both_schemes() {
        var proxy = new ForwardProxy(URI.create("http://set:3"), AwsGiven.env("HTTPS_PROXY", "http://s:1"));

        assertThat(proxy.to(XRAY)).returns("set", ProxyOptions::getHost);
        assertThat(proxy.to(PLAIN)).returns("set", ProxyOptions::getHost);
    }

    @Test
    void no_proxy_applies_to_the_setting_and_to_the_variables() {
        var env = AwsGiven.env("HTTPS_PROXY", "http://s:1", "NO_PROXY", ".amazonaws.com");

        assertThat(new ForwardProxy(null, env).to(XRAY)).isNull();
        assertThat(new ForwardProxy(URI.create("http://set:3"), env).to(XRAY)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/latest", "http://169.254.170.2/v2/credentials",
            "http://169.254.170.23/v1/credentials", "http://[fd00:ec2::254]/latest",
            "http://[fd00:ec2::23]/v1/credentials"})
    void metadata_and_credential_endpoints_are_never_proxied(String url) {
        assertThat(new ForwardProxy(URI.create("http://set:3"), AwsGiven.env()).to(URI.create(url))).isNull();
    }

    @Test
    void loopback_is_proxied_only_by_the_setting() {
        var loopback = URI.create("http://127.0.0.1:8000");

        assertThat(new ForwardProxy(null, AwsGiven.env("HTTP_PROXY", "http://p:2")).to(loopback)).isNull();
        assertThat(new ForwardProxy(URI.create("http://set:3"), AwsGiven.env()).to(loopback)).isNotNull();
    }

    @Test
    void reads_credentials_default_ports_and_proxy_types() {
        var proxy = new ForwardProxy(URI.create("http://us%40er:p%3Aa+ss@set"), AwsGiven.env()).to(XRAY);
        assertThat(proxy).returns("us@er", ProxyOptions::getUsername)
                .returns("p:a+ss", ProxyOptions::getPassword)
                .returns(80, ProxyOptions::getPort)
                .returns(ProxyType.HTTP, ProxyOptions::getType);

        var socks = new ForwardProxy(null, AwsGiven.env("HTTPS_PROXY", "socks5://s")).to(XRAY);
        assertThat(socks).returns(ProxyType.SOCKS5, ProxyOptions::getType).returns(1080, ProxyOptions::getPort);

        var bare = new ForwardProxy(null, AwsGiven.env("HTTPS_PROXY", "s:3128")).to(XRAY);
        assertThat(bare).returns("s", ProxyOptions::getHost).returns(3128, ProxyOptions::getPort);
    }

    @Test
    void an_invalid_proxy_url_is_refused_at_start_without_its_password() {
        assertThatThrownBy(() -> new ForwardProxy(URI.create("https://set:3"), AwsGiven.env()))
                .isInstanceOf(AwsSetupException.class)
                .hasMessageContaining("proxy: ")
                .hasMessageContaining("http://");
        assertThatThrownBy(() -> new ForwardProxy(null, AwsGiven.env("HTTPS_PROXY", "http://u:hunter2@ho st")))
                .hasMessageContaining("HTTPS_PROXY")
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }
}
