package dev.tracegate.config.load;

import dev.tracegate.files.EffectiveUser;
import dev.tracegate.files.PrivateFolder;
import dev.tracegate.text.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a running gateway writes its admin address, one line {@code host port pid}, for {@code health} and {@code explain}: a file named after
 * the configured port, even if the gateway uses another. In the same folder are the lock and the take-over socket of its UDP address. All of
 * them are in a folder that only the gateway's user may write. The launcher's {@code health} follows the same rules; docs/operations.md has
 * them as a table.
 */
public final class RuntimeFiles {
    /** Where systemd's {@code RuntimeDirectory=tracegate} is: only root can make it. */
    private static final String SYSTEM_FOLDER = "/run/tracegate";

    private final ProcessEnvironment surroundings;

    public RuntimeFiles(ProcessEnvironment surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * The gateway's file.
     *
     * @param port as configured
     */
    Path of(int port) {
        return file(own(), port);
    }

    /** One gateway for each UDP address, as configured. */
    Path lock(HostPort udp) {
        return own().resolve("tracegate-" + udp.host().replaceAll("[^0-9A-Za-z.:-]", "_") + "-" + udp.port() + ".lock");
    }

    /**
     * For a client with a configured port: the file of that port in the first folder that has one, else the path that a gateway would write.
     */
    public Path named(int port) {
        return present(port).orElseGet(() -> of(port));
    }

    /** For a client without a configured port: the file of the default port, else the file of another port if there is exactly one. */
    public Path nearest(int port) {
        return present(port).orElseGet(() -> {
            var others = folders().stream().flatMap(folder -> files(folder).stream()).toList();
            return others.size() == 1 ? others.getFirst() : of(port);
        });
    }

    private Optional<Path> present(int port) {
        return folders().stream()
                .map(folder -> file(folder, port))
                .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
                .findFirst();
    }

    /** Where the gateway writes: the first place that its user has for itself. */
    private Path own() {
        return given().map(this::within)
                .or(() -> Optional.of(surroundings.file(SYSTEM_FOLDER)).filter(PrivateFolder::isOurs))
                .or(() -> sessionFolder().filter(PrivateFolder::isOurs).map(session -> session.resolve("tracegate")))
                .orElseGet(this::temporary);
    }

    /** Where a client looks, in order. A shell may lack the variables that the gateway was started with, so it tries every place. */
    private List<Path> folders() {
        var all = new ArrayList<Path>();
        given().ifPresent(folder -> all.addAll(List.of(folder, usersOwn(folder))));
        if (surroundings.variable("TRACEGATE_RUNTIME_DIR").isEmpty()) {
            all.add(surroundings.file(SYSTEM_FOLDER));
            sessionFolder().ifPresent(session -> all.add(session.resolve("tracegate")));
            all.add(temporary());
        }
        return all.stream().filter(PrivateFolder::isTrusted).toList();
    }

    /** The operator's folder, else the first of the systemd unit's. */
    private Optional<Path> given() {
        return surroundings.variable("TRACEGATE_RUNTIME_DIR")
                .or(() -> surroundings.variable("RUNTIME_DIRECTORY").map(list -> list.split(":", 2)[0]))
                .map(Path::of);
    }

    private Optional<Path> sessionFolder() {
        return surroundings.variable("XDG_RUNTIME_DIR").map(Path::of);
    }

    private Path temporary() {
        return usersOwn(Path.of(surroundings.variable("TMPDIR").orElse("/tmp")));
    }

    /** The folder itself where it is private or still to be made; else, as for {@code /tmp}, a folder of this user's in it. */
    private Path within(Path folder) {
        return PrivateFolder.isOurs(folder) || Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)
                ? folder
                : usersOwn(folder);
    }

    private static Path usersOwn(Path folder) {
        return folder.resolve("tracegate-" + Integer.toUnsignedString(EffectiveUser.id()));
    }

    private static Path file(Path folder, int port) {
        return folder.resolve("tracegate-" + port + ".port");
    }

    private static List<Path> files(Path folder) {
        try (var files = Files.newDirectoryStream(folder, "tracegate-*.port")) {
            var found = new ArrayList<Path>();
            files.forEach(found::add);
            return found;
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
