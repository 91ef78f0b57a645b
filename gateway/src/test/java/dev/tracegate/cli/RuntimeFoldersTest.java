package dev.tracegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.config.load.RuntimeFiles;
import dev.tracegate.config.load.TestEnvironment;
import dev.tracegate.files.EffectiveUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The launcher's {@code health} and the Java clients search the runtime file in the same folders in the same order. Every folder has a file
 * with a distinct port; the test deletes the file that was found and searches again.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
class RuntimeFoldersTest {
    private static final Pattern ASKED = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/");
    private static final String USERS = "tracegate-" + Integer.toUnsignedString(EffectiveUser.id());

    @TempDir
    private Path folder;
    private Map<String, Path> places;

    @BeforeEach
    void places() {
        places = new LinkedHashMap<>();
        places.put("own", folder.resolve("own"));
        places.put("own/user", folder.resolve("own").resolve(USERS));
        places.put("systemd", folder.resolve("systemd"));
        places.put("systemd/user", folder.resolve("systemd").resolve(USERS));
        places.put("run", folder.resolve("root/run/tracegate"));
        places.put("session", folder.resolve("session/tracegate"));
        places.put("tmp", folder.resolve("tmp").resolve(USERS));
    }

    /**
     * @param odd a folder that must be skipped because it is a link or was created by another user in a world-writable folder; or ("gift") one that
     *     root created for another user, like systemd, which root accepts
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TRACEGATE_RUNTIME_DIR RUNTIME_DIRECTORY XDG_RUNTIME_DIR |               | own, own/user
            TRACEGATE_RUNTIME_DIR                                   |               | own, own/user
            RUNTIME_DIRECTORY XDG_RUNTIME_DIR                       |               | systemd, systemd/user, run, session, tmp
            RUNTIME_DIRECTORY                                       |               | systemd, systemd/user, run, tmp
            XDG_RUNTIME_DIR                                         |               | run, session, tmp
            ''                                                      |               | run, tmp
            TRACEGATE_RUNTIME_DIR                                   | link own/user | own
            RUNTIME_DIRECTORY XDG_RUNTIME_DIR                       | link run      | systemd, systemd/user, session, tmp
            XDG_RUNTIME_DIR                                         | link session  | run, tmp
            XDG_RUNTIME_DIR                                         | user session  | run, tmp
            ''                                                      | user tmp      | run
            ''                                                      | gift run      | run, tmp
            """)
    void launcher_and_java_search_the_same_folders(String variables, String odd, String order)
            throws Exception {
        var launcher = new Launcher(folder, "/bin/sh").onItsOwnRoot().with("TMPDIR", folder.resolve("tmp").toString());
        Assumptions.assumeTrue(launcher.tool("bash") && launcher.tool("id"));
        var environment = new TestEnvironment(folder).with("TMPDIR", folder.resolve("tmp").toString());
        for (var variable : variables.split(" ", -1)) {
            launcher.with(variable, value(variable));
            environment.with(variable, value(variable));
        }
        files();
        if (odd != null) {
            change(odd.split(" ", -1)[0], places.get(odd.split(" ", -1)[1]));
        }
        var found = new ArrayList<String>();
        for (int i = 0; i < order.split(", ", -1).length; i++) {
            var file = new RuntimeFiles(environment.processEnvironment()).nearest(2080);
            var output = launcher.run("health").output();
            var asked = ASKED.matcher(output);
            assertThat(asked.find()).as(output).isTrue();
            assertThat(Files.readString(file)).as(output).startsWith("127.0.0.1 " + asked.group(1) + " ");
            found.add(new ArrayList<>(places.keySet()).get(Integer.parseInt(asked.group(1)) - 1));
            Files.delete(file);
        }

        assertThat(found).isEqualTo(List.of(order.split(", ", -1)));
        assertThat(new RuntimeFiles(environment.processEnvironment()).nearest(2080)).doesNotExist();
        assertThat(launcher.run("health").output()).contains("http://127.0.0.1:2080/");
    }

    private String value(String variable) {
        return switch (variable) {
            case "TRACEGATE_RUNTIME_DIR" -> folder.resolve("own").toString();
            case "RUNTIME_DIRECTORY" -> folder.resolve("systemd") + ":/of/another/unit";
            default -> folder.resolve("session").toString();
        };
    }

    /** Ports 1 to 7 have no listener, so the error message names the port that was called. */
    private void files() throws IOException {
        int port = 1;
        for (var place : places.values()) {
            Files.createDirectories(place);
            Files.writeString(place.resolve("tracegate-2080.port"), "127.0.0.1 " + port++ + " 4711\n");
        }
    }

    private static void change(String how, Path place) throws IOException {
        if (how.equals("link")) {
            Files.createSymbolicLink(place, Files.move(place, place.resolveSibling("elsewhere")));
        } else {
            Assumptions.assumeTrue(EffectiveUser.id() == 0);
            Files.setPosixFilePermissions(place.getParent(),
                    PosixFilePermissions.fromString(how.equals("user") ? "rwxrwxrwx" : "rwxr-xr-x"));
            Files.setAttribute(place, "unix:uid", 65_534);
        }
    }
}
