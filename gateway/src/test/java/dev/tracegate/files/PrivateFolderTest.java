package dev.tracegate.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EnabledOnOs({OS.LINUX, OS.MAC})
class PrivateFolderTest {
    private static final int STRANGER = 65_534;

    @TempDir
    private Path folder;

    @Test
    void is_made_with_every_missing_parent_for_its_owner_alone() throws Exception {
        var made = folder.resolve("a/b");

        PrivateFolder.prepare(made);

        assertThat(mode(made)).isEqualTo("rwx------");
        assertThat(mode(made.getParent())).isEqualTo("rwx------");
        assertThat(PrivateFolder.isOurs(made)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"rwx------,true", "rwxr-xr-x,true", "rwxrwxr-x,false", "rwxr-xrwx,false", "rwxrwxrwx,false"})
    void is_ours_unless_others_may_write_it(String mode, boolean ours) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));

        assertThat(PrivateFolder.isOurs(folder)).isEqualTo(ours);
        if (!ours) {
            assertThatThrownBy(() -> PrivateFolder.prepare(folder)).hasMessageContaining(
                    "can be written by other users");
        }
    }

    @Test
    void is_no_link_and_no_file() throws Exception {
        var link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("real")));
        var file = Files.createFile(folder.resolve("file"));

        assertThat(PrivateFolder.isOurs(link)).isFalse();
        assertThatThrownBy(() -> PrivateFolder.prepare(link)).hasMessageContaining("is a symbolic link");
        assertThatThrownBy(() -> PrivateFolder.prepare(file)).hasMessageContaining("is a regular file");
        assertThat(PrivateFolder.isOurs(folder.resolve("none"))).isFalse();
    }

    @Test
    void of_another_user_is_not_used_but_what_root_gave_away_is_believed_by_root() throws Exception {
        Assumptions.assumeTrue(EffectiveUser.id() == 0);
        var given = Files.createDirectory(folder.resolve("tracegate"));
        Files.setAttribute(given, "unix:uid", STRANGER);

        assertThat(PrivateFolder.isOurs(given)).isFalse();
        assertThatThrownBy(() -> PrivateFolder.prepare(given))
                .hasMessageContaining("belongs to user 65534 and not to user 0");
        assertThat(PrivateFolder.isTrusted(given)).isTrue();
        assertThat(PrivateFolder.isCreatedByRoot(given, 1000)).as("to another than root").isFalse();

        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(PrivateFolder.isTrusted(given)).as("anybody could have made it there, as in /tmp").isFalse();
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }
}
