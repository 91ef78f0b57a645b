package dev.tracegate.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracegate.admin.Access;
import dev.tracegate.config.Settings;
import dev.tracegate.files.NamedFile;
import java.io.IOException;

/** Who may read the admin API, by the settings. */
final class AdminAccess {
    private static final int SHORTEST_TOKEN = 16;
    /** Bytes of the file. A header of the admin API may have 8 KiB. */
    private static final int LONGEST_TOKEN = 8 * 1024;

    private AdminAccess() {}

    /** Reads the token's file; blocks. Throws where there is no good token in it, with a message for the operator. */
    static Access of(Settings settings) {
        var file = settings.listen().adminTokenFile();
        if (file == null) {
            return settings.profile().value() == Settings.Profile.HOST ? new Access.Closed() : new Access.Open();
        }
        try {
            var token = new String(NamedFile.read(file, LONGEST_TOKEN), UTF_8).strip();
            if (token.length() < SHORTEST_TOKEN) {
                throw new IllegalArgumentException("listen.adminTokenFile: " + file + " must hold a token of at least "
                        + SHORTEST_TOKEN + " characters, such as `openssl rand -hex 32` prints");
            }
            return new Access.Bearer(token);
        } catch (IOException e) {
            throw new IllegalArgumentException("listen.adminTokenFile: cannot read " + file + ": " + e, e);
        }
    }
}
