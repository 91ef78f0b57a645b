package dev.tracegate.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Regions and partitions of the endpoint metadata of the AWS SDK. */
class PartitionTest {
    @ParameterizedTest
    @CsvSource({"eu-west-1, aws", "us-east-1, aws", "ap-southeast-7, aws", "cn-north-1, aws-cn",
            "us-gov-west-1, aws-us-gov", "us-iso-east-1, aws-iso", "us-isob-east-1, aws-iso-b",
            "eu-isoe-west-1, aws-iso-e", "us-isof-south-1, aws-iso-f", "eusc-de-east-1, aws-eusc"})
    void the_partition_is_derived_from_the_region(String region, String partition) {
        assertThat(Partition.isRegion(region)).isTrue();
        assertThat(Partition.canNameHost(region)).isTrue();
        assertThat(Partition.of(region)).isEqualTo(partition);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eu", "eu-west", "eu-west-0", "EU-west-1", "eu-west-1.example.com", "eu-west-1 ",
            "eu_west_1", "eu-west-123"})
    void an_invalid_region_name_is_refused(String text) {
        assertThat(Partition.isRegion(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "evil.example", "a/b", "a@b", "-a", "a-", "a--b", "A", "a b", "a\n"})
    void a_region_with_characters_that_would_change_the_host_name_is_refused(String text) {
        assertThat(Partition.canNameHost(text)).isFalse();
    }

    @Test
    void a_server_outside_of_aws_may_have_other_regions() {
        assertThat(Partition.canNameHost("local")).isTrue();
    }
}
