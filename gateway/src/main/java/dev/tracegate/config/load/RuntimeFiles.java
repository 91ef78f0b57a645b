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
 * The paths of the gateway's runtime files. A running gateway writes its admin address, one line {@code host port pid}, to a file named after the
 * configured port, even if it uses another port; {@code health} and {@code explain} read it. The lock and the take-over socket of its UDP address are in
 * the same folder. Only the gateway's user may write to the folder. The launcher's {@code health} follows the same rules; docs/operations.md lists them.
 */
public final class RuntimeFiles {
    /** The folder of systemd's {@code RuntimeDirectory=tracegate}; only root can create it. */
    private static final String SYSTEM_FOLDER = "/run/tracegate";

    private final ProcessEnvironment process;

    public RuntimeFiles(ProcessEnvironment process) {
        this.process = process;
    }

    /**
     * The runtime file that the gateway writes.
     *
     * @param port the configured port
     */
    Path of(int port) {
        return file(writable(), port);
    }

    /** The lock file of a UDP address, as configured. */
    Path lock(HostPort udp) {
        return writable()
                .resolve("tracegate-" + udp.host().replaceAll("[^0-9A-Za-z.:-]", "_") + "-" + udp.port() + ".lock");
    }

    /**
     * For a client with a configured port: the file of that port in the first folder that has it, else the path that a gateway would write.
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

    /** The folder that the gateway writes to: the first one that belongs to its user alone. */
    private Path writable() {
        return configured().map(this::within)
                .or(() -> Optional.of(process.file(SYSTEM_FOLDER)).filter(PrivateFolder::isOurs))
                .or(() -> sessionFolder().filter(PrivateFolder::isOurs).map(session -> session.resolve("tracegate")))
                .orElseGet(this::temporary);
    }

    /** The folders that a client searches, in order. The client's shell may lack the gateway's variables, so it tries every folder. */
    private List<Path> folders() {
        var all = new ArrayList<Path>();
        configured().ifPresent(folder -> all.addAll(List.of(folder, usersOwn(folder))));
        if (process.variable("TRACEGATE_RUNTIME_DIR").isEmpty()) {
            all.add(process.file(SYSTEM_FOLDER));
            sessionFolder().ifPresent(session -> all.add(session.resolve("tracegate")));
            all.add(temporary());
        }
        return all.stream().filter(PrivateFolder::isTrusted).toList();
    }

    /** The configured folder, else the first one of the systemd unit. */
    private Optional<Path> configured() {
        return process.variable("TRACEGATE_RUNTIME_DIR")
                .or(() -> process.variable("RUNTIME_DIRECTORY").map(list -> list.split(":", 2)[0]))
                .map(Path::of);
    }

    private Optional<Path> sessionFolder() {
        return process.variable("XDG_RUNTIME_DIR").map(Path::of);
    }

    private Path temporary() {
        return usersOwn(Path.of(process.variable("TMPDIR").orElse("/tmp")));
    }

    /** The folder itself if it is private or does not exist; else, as for {@code /tmp}, this user's folder in it. */
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
