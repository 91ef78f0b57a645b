package dev.tracegate.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tracegate.config.schema.Problems;
import dev.tracegate.tenant.Registry;

/** Random file content is parsed or reported as problems; nothing is thrown, and tenants without problems form a registry. */
class ConfigFileFuzzTest {

    @FuzzTest
    void a_file_is_parsed_or_its_problems_are_reported(byte[] bytes) {
        var problems = new Problems();

        var file = ConfigFile.parse(bytes, problems);

        assertThat(file.values()).isNotNull();
        assertThat(problems.lines()).noneMatch(String::isBlank);
        if (problems.none()) {
            assertThat(Registry.of(file.tenants()).tenants()).isNotEmpty();
        }
    }
}
