package dev.tracegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The folder of native libraries that the launcher passes to the JVM. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherNativesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"Linux,gnu,x86_64,linux-x86_64", "Linux,gnu,aarch64,linux-aarch64",
            "Linux,musl,x86_64,linux-musl-x86_64",
            "Linux,musl,aarch64,linux-musl-aarch64", "Linux,,aarch64,linux-aarch64",
            "Darwin,default,aarch64,mac-aarch64",
            "Darwin,default,x86_64,mac-x86_64"})
    void the_native_libraries_match_the_platform_in_the_release_file(String system, String libc, String machine,
            String expected)
            throws Exception {
        for (var shell : Launcher.shells().toList()) {
            assertThat(nativesOf(shell, """
                    JAVA_VERSION="25.0.3"
                    %sMODULES="java.base java.logging"
                    OS_ARCH="%s"
                    OS_NAME="%s"
                    """.formatted(libc == null ? "" : "LIBC=\"" + libc + "\"\n", machine, system)))
                    .as(shell)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"lib/ld-musl-x86_64.so.1,linux-musl-x86_64", "lib/ld-musl-aarch64.so.1,linux-musl-aarch64",
            "lib64/ld-linux-x86-64.so.2,linux-x86_64", "lib/ld-linux-aarch64.so.1,linux-aarch64",
            "lib64/ld-linux-x86-64.so.2 lib/ld-musl-x86_64.so.1,linux-musl-x86_64"})
    void for_a_jlink_image_the_native_libraries_match_the_dynamic_loader(String loaders, String expected)
            throws Exception {
        for (var loader : loaders.split(" ", -1)) {
            var file = folder.resolve("root").resolve(loader);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "");
        }
        for (var shell : Launcher.shells().toList()) {
            assertThat(nativesOf(shell, "JAVA_VERSION=\"25.0.3\"\nMODULES=\"java.base\"\n")).as(shell)
                    .isEqualTo(expected);
        }
    }

    private String nativesOf(String shell, String release) throws Exception {
        var machine = Files.createDirectory(folder.resolve(shell.replace('/', '-')));
        var launcher = new Launcher(machine, shell);
        var jdk = launcher.jdk("jdk", "25.0.3");
        Files.writeString(jdk.resolve("release"), release);
        var script = Files.createDirectories(machine.resolve("install folder/bin")).resolve("tracegate");
        Files.writeString(script, Files.readString(Launcher.SCRIPT).replace("-e /lib", "-e " + folder + "/root/lib"));

        var ended = launcher.with("JAVA_HOME", jdk.toString()).script(script).run();

        assertThat(ended.errors()).isEmpty();
        var start = "-Djava.library.path=" + machine.resolve("install folder/lib/native") + "/";
        var option = ended.arguments()
                .stream()
                .filter(argument -> argument.startsWith(start))
                .findFirst()
                .orElse("none");
        assertThat(ended.arguments()).contains(option.replace("java.library.path", "org.sqlite.lib.path"));
        return option.replace(start, "");
    }
}
