package dev.tracegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.config.Settings.Profile;
import dev.tracegate.config.load.ModeTableTest;
import dev.tracegate.config.load.TestEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {
    @TempDir
    private Path folder;

    static Stream<String> shells() {
        return Launcher.shells();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void the_jvm_gets_the_arguments_unchanged(String shell) throws Exception {
        var ended = new Launcher(folder, shell).anyJdk()
                .with("TRACEGATE_JAVA_OPTS", "-Xlog:gc -Dx=*")
                .run("-n", "a b", "", "*", "--sink=aws");

        assertThat(ended.exit()).isEqualTo(7);
        assertThat(ended.output()).contains("arenas=1");
        assertThat(ended.arguments())
                .contains("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xlog:gc", "-Dx=*",
                        "-Dtracegate.argv0=tracegate")
                .endsWith("-cp", Launcher.SCRIPT.resolve("../../lib/tracegate.jar").normalize().toString(),
                        "dev.tracegate.app.Main",
                        "-n", "a b", "", "*", "--sink=aws");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void a_symbolic_link_to_the_launcher_passes_its_own_name(String shell) throws Exception {
        var first = Files.createSymbolicLink(folder.resolve("first"), Launcher.SCRIPT);
        Files.createDirectories(folder.resolve("usr/bin"));
        var link = Files.createSymbolicLink(folder.resolve("usr/bin/xray"), Path.of("../../first"));

        var arguments = new Launcher(folder, shell).anyJdk().script(link).run().arguments();

        assertThat(first).isSymbolicLink();
        assertThat(arguments).contains("-Dtracegate.argv0=xray")
                .contains(Launcher.SCRIPT.resolve("../../lib/tracegate.jar").normalize().toString());
    }

    @ParameterizedTest
    @MethodSource("shells")
    void without_a_jdk_one_line_names_the_remedy(String shell) throws Exception {
        var launcher = new Launcher(folder, shell);

        var ended = launcher.with("JAVA_HOME", launcher.jdk("old", "17.0.15").toString()).run();

        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.output()).isEmpty();
        assertThat(ended.errors())
                .isEqualTo(
                        "tracegate needs Java 25 or newer, and found none: install one, or set JAVA_HOME to its folder\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void java_home_has_priority_over_the_path_and_the_path_over_the_usual_folders(String shell) throws Exception {
        var launcher = new Launcher(folder, shell);
        launcher.jdk("jvm/a-old", "21.0.1");
        var usual = launcher.jdk("jvm/b-new", "26");
        launcher.with("TRACEGATE_JVM_FOLDERS", folder + "/jvm/*");
        assertThat(launcher.run().jdk()).isEqualTo(usual + "/bin/java");

        var onPath = launcher.jdk("elsewhere", "25.0.1");
        Files.createSymbolicLink(folder.resolve("alternatives"), onPath.resolve("bin/java"));
        Files.createSymbolicLink(folder.resolve("bin/java"), Path.of("../alternatives"));
        assertThat(launcher.run().jdk()).isEqualTo(onPath + "/bin/java");

        var configured = launcher.jdk("java-home", "25-ea");
        assertThat(launcher.with("JAVA_HOME", configured.toString()).run().jdk()).isEqualTo(configured + "/bin/java");
    }

    @ParameterizedTest
    @CsvSource({"25,true", "25.0.3,true", "25-ea,true", "26.0.1,true", "100,true", "24.0.2,false", "17.0.15,false",
            "1.8.0_292,false", "'',false",
            "x,false"})
    void only_java_25_or_newer_is_accepted(String version, boolean fits) throws Exception {
        var launcher = new Launcher(folder, "/bin/sh");

        assertThat(launcher.with("JAVA_HOME", launcher.jdk("jdk", version).toString()).run().exit())
                .isEqualTo(fits ? 7 : 1);
    }

    @Test
    void the_aot_cache_is_used_if_it_exists() throws Exception {
        var home = folder.resolve("home with spaces");
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("lib"));
        Files.copy(Launcher.SCRIPT, home.resolve("bin/tracegate"));
        Files.writeString(home.resolve("lib/tracegate.aot"), "");

        var arguments = new Launcher(folder, "/bin/sh").anyJdk()
                .script(home.resolve("bin/tracegate"))
                .run()
                .arguments();

        assertThat(arguments).contains("-XX:AOTCache=" + home.toRealPath() + "/lib/tracegate.aot");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"--profile sidecar|-Xmx25m", "--profile sidecar -m 16|-Xmx34m",
            "--profile=sidecar --buffer-memory=100|-Xmx126m",
            "--profile sidecar -m 5 -m 20|-Xmx38m", "--profile sidecar -m 0|-Xmx25m", "--profile sidecar -m -5|-Xmx25m",
            "--profile sidecar -m junk|-Xmx25m", "--profile sidecar -m 999999999999|-Xmx25m",
            "--profile embedded|-Xmx100m",
            "--profile host -m 16|-Xmx42m", "|-Xmx100m"})
    void the_heap_size_follows_from_profile_and_buffer(String line, String heap) throws Exception {
        var arguments = line == null ? new String[0] : line.split(" ", -1);

        assertThat(new Launcher(folder, "/bin/sh").anyJdk().run(arguments).arguments()).contains(heap);
    }

    @ParameterizedTest
    @CsvSource({"16MB,34", "16MiB,34", "1GiB,1143", "65536KiB,88", "8000000B,25", "many,25", "16 MB,25"})
    void the_buffer_can_be_set_by_the_environment(String size, int heap) throws Exception {
        var arguments = new Launcher(folder, "/bin/sh").anyJdk()
                .with("TRACEGATE_MEMORY_BUFFER", size)
                .with("TRACEGATE_PROFILE", "sidecar")
                .run()
                .arguments();

        assertThat(arguments).contains("-Xmx" + heap + "m");
    }

    /** The arguments are the cgroup paths, the limits of the cgroups and the expected heap in MB. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0::/a/b.slice|a/b.slice/memory.max=536870912 a/memory.max=268435456|60",
            "0::/a/b.slice|a/b.slice/memory.max=max a/memory.max=134217728|42", "0::/|memory.max=134217728|42",
            "0::/gone|memory.max=125829120|34", "0::/../x|memory.max=134217728|42", "0::/|memory.max=67108864|28",
            "3:cpu,cpuacct:/d 7:memory:/d/4f 0::/|memory/d/4f/memory.limit_in_bytes=9223372036854771712 memory/d/memory.limit_in_bytes=134217728|42"})
    void in_profile_host_the_heap_follows_the_lowest_cgroup_limit(String groups, String limits, String heap)
            throws Exception {
        for (var shell : Launcher.shells().toList()) {
            var machine = Files.createTempDirectory(folder, "machine");
            var launcher = new Launcher(machine, shell).anyJdk().onItsOwnRoot();
            launcher.system("proc/self/cgroup", groups.replace(' ', '\n') + "\n");
            for (var limit : limits.split(" ", -1)) {
                var file = limit.split("=", -1);
                launcher.system("sys/fs/cgroup/" + file[0], file[1] + "\n");
            }

            assertThat(launcher.run("--profile", "host").arguments()).as(shell).contains("-Xmx" + heap + "m");
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void the_buffer_can_be_set_by_a_file(String shell) throws Exception {
        var launcher = new Launcher(folder, shell).anyJdk()
                .file("own.yaml",
                        "profile: 'sidecar' # one a task\nupload:\n  buffer: 1GB\nmemory:\n  buffer: \"16MB\"\n")
                .file("daemons.yaml", "TotalBufferSizeMB: 24\nVersion: 2\n");

        assertThat(launcher.run("-c", "own.yaml").arguments()).contains("-Xmx34m", "-XX:TieredStopAtLevel=1");
        assertThat(launcher.run("-c", "daemons.yaml", "--profile", "sidecar").arguments()).contains("-Xmx43m");
        assertThat(launcher.run("-c", "none.yaml").exit()).isEqualTo(7);
        assertThat(launcher.run("-c", ".").exit()).isEqualTo(7);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void only_the_beginning_of_a_regular_file_is_read(String shell)
            throws Exception {
        var launcher = new Launcher(folder, shell).anyJdk();
        var pipe = folder.resolve("work/pipe").toString();
        assertThat(new ProcessBuilder("mkfifo", pipe).start().waitFor()).isZero();
        var head = "profile: sidecar\nmemory:\n  buffer: 16MB\n";

        assertThat(launcher.run("-c", "pipe").arguments()).endsWith("-c", "pipe");
        assertThat(launcher.run("-c", "/dev/zero").arguments()).endsWith("-c", "/dev/zero");
        launcher.file("lines.yaml", head + "# x\n".repeat(20_000) + "memory:\n  buffer: 99MB\n");
        assertThat(launcher.run("-c", "lines.yaml").arguments()).contains("-Xmx34m");
        launcher.file("line.yaml", head + "memory:\n  buffer: 99MB" + "\0".repeat(3) + " ".repeat(1_000) + "\n");
        var line = launcher.run("-c", "line.yaml");
        assertThat(line.arguments()).contains("-Xmx34m");
        assertThat(line.errors()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void variables_for_other_jvms_are_ignored(String shell) throws Exception {
        var launcher = new Launcher(folder, shell).anyJdk().with("LC_ALL", "POSIX");
        assertThat(launcher.run().arguments()).noneMatch(argument -> argument.startsWith("-Dtracegate.ignored"));

        var ended = launcher.with("JAVA_TOOL_OPTIONS", "-Xmx1g secret")
                .with("JDK_JAVA_OPTIONS", "-XX:+UseZGC")
                .with("_JAVA_OPTIONS", "-Xmx2g")
                .with("CLASSPATH", "/x")
                .run();

        assertThat(ended.arguments()).contains("-Dtracegate.ignored= JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS",
                "-Dsun.jnu.encoding=UTF-8", "-XX:Flags=/dev/null");
        assertThat(ended.output()).contains("java=...\n", "locale=C.UTF-8\n").doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Europe/Berlin|Europe/Berlin", ":Asia/Tokyo|Asia/Tokyo", "''|UTC", ":|UTC",
            "/usr/share/zoneinfo/America/New_York|America/New_York"})
    void time_zones_are_interpreted_like_in_the_daemon(String named, String passed) throws Exception {
        assertThat(new Launcher(folder, "/bin/sh").anyJdk().with("TZ", named).run().output())
                .contains("zone=" + passed + "\n");
    }

    /** Heap in MB: 16 + 1.1 × 8 + 1.1 × the history and the held datagrams beyond 4 MB. */
    @ParameterizedTest
    @MethodSource("shells")
    void history_and_held_datagrams_are_part_of_the_heap(String shell) throws Exception {
        var launcher = new Launcher(folder, shell).anyJdk()
                .file("own.yaml", "history:\n  bytes: 64MiB\nidentity:\n  holdTime: 1s\n  holdBytes: 14MiB\n");

        assertThat(launcher.run("--profile", "sidecar").arguments()).contains("-Xmx25m");
        assertThat(launcher.run("--profile", "sidecar", "-c", "own.yaml").arguments()).contains("-Xmx107m");
        assertThat(
                launcher.with("TRACEGATE_HISTORY_BYTES", "10MiB")
                        .run("--profile", "sidecar", "-c", "own.yaml")
                        .arguments())
                .contains("-Xmx47m");
    }

    record Start(String name, String flags, String variables, String cfg) {}

    static List<Start> starts() {
        var starts = new ArrayList<Start>();
        for (var name : List.of("tracegate", "xray")) {
            for (var flags : List.of("", "-o", "--admin 127.0.0.1:1", "-c own.yaml", "-c daemons.yaml", "--sink aws",
                    "--sink=embedded -o",
                    "--profile=sidecar", "-n eu-west-1 --profile host")) {
                for (var variables : List.of("", "ECS_CONTAINER_METADATA_URI_V4=u AWS_EXECUTION_ENV=AWS_ECS_FARGATE",
                        "ECS_CONTAINER_METADATA_URI_V4=u",
                        "KUBERNETES_SERVICE_HOST=h", "AWS_REGION=eu-west-1", "TRACEGATE_SINK=aws",
                        "TRACEGATE_PROFILE=sidecar",
                        "TRACEGATE_CONFIG=own.yaml")) {
                    starts.add(new Start(name, flags, variables, ""));
                }
            }
        }
        starts.add(new Start("tracegate", "", "", "Version: 2\n"));
        return starts;
    }

    @Test
    void launcher_and_gateway_agree_on_the_profile() throws Exception {
        var seen = EnumSet.noneOf(Profile.class);
        for (var start : starts()) {
            var place = Files.createTempDirectory(folder, "start");
            var script = Files.createSymbolicLink(place.resolve(start.name), Launcher.SCRIPT);
            var launcher = new Launcher(place, "/bin/sh").anyJdk()
                    .script(script)
                    .file("own.yaml", "sink: embedded\n")
                    .file("daemons.yaml", "Version: 1\n");
            var environment = new TestEnvironment(place).startedAs(start.name);
            if (!start.cfg.isEmpty()) {
                launcher.file("cfg.yaml", start.cfg);
            }
            ModeTableTest.map(start.variables.isEmpty() ? null : start.variables).forEach((name, value) -> {
                launcher.with(name, value);
                environment.with(name, value);
            });
            var flags = start.flags.isEmpty() ? new String[0] : start.flags.split(" ", -1);

            var arguments = launcher.run(flags).arguments();

            var profile = environment.settings(flags).profile().value();
            assertThat(arguments).as("%s is %s", start, profile.name().toLowerCase(Locale.ROOT))
                    .contains(mark(profile));
            seen.add(profile);
        }
        assertThat(seen).containsExactly(Profile.values());
    }

    private static String mark(Profile profile) {
        return switch (profile) {
            case SIDECAR -> "-XX:ReservedCodeCacheSize=16m";
            case HOST -> "-XX:ReservedCodeCacheSize=32m";
            case EMBEDDED -> "-XX:ReservedCodeCacheSize=48m";
        };
    }
}
