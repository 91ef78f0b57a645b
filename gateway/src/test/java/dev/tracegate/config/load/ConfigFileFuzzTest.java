package dev.tracegate.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tracegate.config.schema.Problems;
import dev.tracegate.tenant.Registry;

/** Whatever a file holds, it is read, or its problems are told: nothing is thrown, and tenants without a problem can be had. */
class ConfigFileFuzzTest {

    @FuzzTest
    void a_named_file_is_read_or_its_problems_are_told(byte[] bytes) {
        var problems = new Problems();

        var file = ConfigFile.parse(bytes, problems);

        assertThat(file.layer()).isNotNull();
        assertThat(problems.lines()).noneMatch(String::isBlank);
        if (problems.none()) {
            assertThat(Registry.of(file.tenants()).tenants()).isNotEmpty();
        }
    }
}
