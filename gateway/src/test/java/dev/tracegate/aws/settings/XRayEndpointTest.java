package dev.tracegate.aws.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tracegate.aws.AwsGiven;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XRayEndpointTest {

    @ParameterizedTest
    @CsvSource({"us-west-2, false, false, https://xray.us-west-2.amazonaws.com",
            "us-west-2, true, false, https://xray-fips.us-west-2.amazonaws.com",
            "us-west-2, false, true, https://xray.us-west-2.api.aws",
            "us-west-2, true, true, https://xray-fips.us-west-2.api.aws",
            "cn-north-1, false, false, https://xray.cn-north-1.amazonaws.com.cn",
            "us-gov-west-1, true, false, https://xray-fips.us-gov-west-1.amazonaws.com",
            "us-iso-east-1, false, false, https://xray.us-iso-east-1.c2s.ic.gov",
            "us-isob-east-1, false, false, https://xray.us-isob-east-1.sc2s.sgov.gov",
            "eusc-de-east-1, false, false, https://xray.eusc-de-east-1.amazonaws.eu"})
    void follows_the_endpoint_rules_of_the_sdk(String region, String fips, String dual, String endpoint) {
        var env = AwsGiven.env("AWS_USE_FIPS_ENDPOINT", fips, "AWS_USE_DUALSTACK_ENDPOINT", dual);

        assertThat(XRayEndpoint.resolve(null, env, region)).isEqualTo(URI.create(endpoint));
    }

    @Test
    void the_setting_has_priority_over_the_service_variable_and_that_over_the_global_variable() {
        var configured = URI.create("http://configured:1/prefix");
        var both = AwsGiven.env("AWS_ENDPOINT_URL_XRAY", "http://xray:2", "AWS_ENDPOINT_URL", "http://all:3");

        assertThat(XRayEndpoint.resolve(configured, both, "us-west-2")).isEqualTo(configured);
        assertThat(XRayEndpoint.resolve(null, both, "us-west-2")).isEqualTo(URI.create("http://xray:2"));
        assertThat(XRayEndpoint.resolve(null, AwsGiven.env("AWS_ENDPOINT_URL", "http://all:3"), "us-west-2"))
                .isEqualTo(URI.create("http://all:3"));
    }

    @Test
    void the_variables_can_be_disabled() {
        var env = AwsGiven.env("AWS_ENDPOINT_URL", "http://all:3", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");

        assertThat(XRayEndpoint.resolve(null, env, "us-west-2").getHost()).isEqualTo("xray.us-west-2.amazonaws.com");
    }

    @Test
    void an_invalid_url_is_refused_with_the_name_of_its_setting() {
        assertThatThrownBy(
                () -> XRayEndpoint.resolve(null, AwsGiven.env("AWS_ENDPOINT_URL_XRAY", "localhost:2000"), "x"))
                .isInstanceOf(AwsSetupException.class)
                .hasMessageContaining("AWS_ENDPOINT_URL_XRAY 'localhost:2000'");
        assertThatThrownBy(() -> XRayEndpoint.resolve(URI.create("/just/a/path"), AwsGiven.env(), "x"))
                .hasMessageContaining("endpoint '/just/a/path'");
    }

    @ParameterizedTest
    @CsvSource({"us-west-2, aws", "cn-north-1, aws-cn", "us-gov-east-1, aws-us-gov"})
    void derives_the_partition_from_the_region(String region, String partition) {
        assertThat(XRayEndpoint.partition(region)).isEqualTo(partition);
    }
}
