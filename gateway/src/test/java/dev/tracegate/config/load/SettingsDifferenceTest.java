package dev.tracegate.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.config.Settings;
import dev.tracegate.config.schema.Key;
import dev.tracegate.config.schema.SettingsCatalog;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsDifferenceTest {
    @TempDir
    private Path folder;

    @Test
    void names_each_key_with_another_value_in_the_order_of_the_catalog() {
        var before = settings("upload: {batchSegments: 40}\nlogging: {level: info}\n");
        var after = settings("logging: {level: debug}\nupload: {batchSegments: 20, batchBytes: 64KiB}\n");

        assertThat(SettingsDifference.keys(before, after)).containsExactly("upload.batchSegments",
                "upload.batchBytes", "logging.level", "logging.batchLines");
        assertThat(SettingsDifference.keys(after, after)).isEmpty();
    }

    @Test
    void names_keys_whose_component_has_another_name() {
        var after = settings("sink: aws\nprofile: host\nmemory: {buffer: 16MiB}\nspool: {enabled: true}\n");

        assertThat(SettingsDifference.keys(settings(""), after)).contains("sink", "profile", "memory.buffer",
                "spool.enabled");
    }

    @Test
    void a_setting_that_has_moved_to_another_line_does_not_differ() {
        assertThat(SettingsDifference.keys(settings("sink: aws\nprofile: host\n"),
                settings("\n# a comment\nprofile: host\n\nsink: aws\n"))).isEmpty();
    }

    @Test
    void values_are_omitted_because_they_can_be_secrets() {
        var difference = SettingsDifference.keys(settings("aws: {proxy: 'http://me:hunter2@proxy:3128'}\n"),
                settings("aws: {proxy: 'http://me:hunter3@proxy:3128'}\n"));

        assertThat(difference).containsExactly("aws.proxy");
    }

    @Test
    void every_key_of_the_catalog_is_compared() {
        List<String> compared = Arrays.stream(Settings.class.getRecordComponents())
                .filter(section -> section.getType().isRecord())
                .flatMap(section -> Arrays.stream(section.getType().getRecordComponents())
                        .map(component -> SettingsDifference.path(section, component)))
                .toList();

        assertThat(compared).containsAll(SettingsCatalog.all().stream().map(Key::path).toList());
    }

    @Test
    void every_renamed_component_exists() {
        List<String> components = Arrays.stream(Settings.class.getRecordComponents())
                .filter(section -> section.getType().isRecord())
                .flatMap(section -> Arrays.stream(section.getType().getRecordComponents())
                        .map(component -> section.getName() + "." + component.getName()))
                .toList();

        assertThat(components).containsAll(SettingsDifference.RENAMED.keySet());
    }

    private Settings settings(String yaml) {
        return new TestEnvironment(folder).with("AWS_REGION", "eu-west-1")
                .with("TRACEGATE_SPOOL_FOLDER", folder.resolve("spool").toString())
                .file("own.yaml", yaml.isEmpty() ? "{}\n" : yaml)
                .settings("-c", "own.yaml");
    }
}
