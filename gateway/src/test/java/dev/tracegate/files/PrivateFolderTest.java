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
    private static final int OTHER_USER = 65_534;

    @TempDir
    private Path folder;

    @Test
    void is_created_with_every_missing_parent_for_its_owner_only() throws Exception {
        var made = folder.resolve("a/b");

        PrivateFolder.prepare(made);

        assertThat(mode(made)).isEqualTo("rwx------");
        assertThat(mode(made.getParent())).isEqualTo("rwx------");
        assertThat(PrivateFolder.isOurs(made)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"rwx------,true", "rwxr-xr-x,true", "rwxrwxr-x,false", "rwxr-xrwx,false", "rwxrwxrwx,false"})
    void is_accepted_unless_others_may_write_it(String mode, boolean ours) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));

        assertThat(PrivateFolder.isOurs(folder)).isEqualTo(ours);
        if (!ours) {
            assertThatThrownBy(() -> PrivateFolder.prepare(folder)).hasMessageContaining(
                    "can be written by other users");
        }
    }

    @Test
    void a_link_or_a_file_is_refused() throws Exception {
        var link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("real")));
        var file = Files.createFile(folder.resolve("file"));

        assertThat(PrivateFolder.isOurs(link)).isFalse();
        assertThatThrownBy(() -> PrivateFolder.prepare(link)).hasMessageContaining("is a symbolic link");
        assertThatThrownBy(() -> PrivateFolder.prepare(file)).hasMessageContaining("is a regular file");
        assertThat(PrivateFolder.isOurs(folder.resolve("none"))).isFalse();
    }

    @Test
    void a_folder_of_another_user_is_refused_for_writing_but_root_trusts_one_that_root_created() throws Exception {
        Assumptions.assumeTrue(EffectiveUser.id() == 0);
        var ofOtherUser = Files.createDirectory(folder.resolve("tracegate"));
        Files.setAttribute(ofOtherUser, "unix:uid", OTHER_USER);

        assertThat(PrivateFolder.isOurs(ofOtherUser)).isFalse();
        assertThatThrownBy(() -> PrivateFolder.prepare(ofOtherUser))
                .hasMessageContaining("belongs to user 65534 and not to user 0");
        assertThat(PrivateFolder.isTrusted(ofOtherUser)).isTrue();
        assertThat(PrivateFolder.isCreatedByRoot(ofOtherUser, 1000)).as("created by root, for a user other than root")
                .isFalse();

        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(PrivateFolder.isTrusted(ofOtherUser)).as("every user can create folders in the parent, like in /tmp")
                .isFalse();
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }
}
