package dev.tracegate.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever a file holds, it is read, or its problems are told: nothing is thrown. */
class ConfigFileFuzzTest {

    @FuzzTest
    void a_named_file_is_read_or_its_problems_are_told(byte[] bytes) {
        var problems = new Problems();

        var file = ConfigFile.parse(bytes, problems);

        assertThat(file.layer()).isNotNull();
        assertThat(problems.lines()).noneMatch(String::isBlank);
    }
}
