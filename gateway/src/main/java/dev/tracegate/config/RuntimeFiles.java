package dev.tracegate.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a running gateway says its admin address, one line {@code host port pid}, for the health check: a file named after the port it was
 * told to take, whichever it got. The launcher's {@code health} goes by the same rules. Beside it is the lock of its UDP address.
 */
final class RuntimeFiles {
    private final Path folder;

    RuntimeFiles(Surroundings surroundings) {
        this.folder = Path.of(surroundings.variable("TRACEGATE_RUNTIME_DIR")
                .or(() -> surroundings.variable("TMPDIR"))
                .orElse("/tmp"));
    }

    /** @param port as configured */
    Path of(int port) {
        return folder.resolve("tracegate-" + port + ".port");
    }

    /** One gateway for each UDP address, as configured. */
    Path lock(Settings.HostPort udp) {
        return folder
                .resolve("tracegate-" + udp.host().replaceAll("[^0-9A-Za-z.:-]", "_") + "-" + udp.port() + ".lock");
    }

    /** The file of that port; where there is none, the only one of another port. */
    Path nearest(int port) {
        if (Files.exists(of(port))) {
            return of(port);
        }
        var others = others();
        return others.size() == 1 ? others.getFirst() : of(port);
    }

    private List<Path> others() {
        try (var files = Files.newDirectoryStream(folder, "tracegate-*.port")) {
            var found = new ArrayList<Path>();
            files.forEach(found::add);
            return found;
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
