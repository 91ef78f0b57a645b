package dev.tracegate.app;

import dev.tracegate.admin.Access;
import dev.tracegate.config.Settings;
import java.io.IOException;
import java.nio.file.Files;

/** Who may read the admin API, by the settings. */
final class AdminAccess {
    private static final int SHORTEST_TOKEN = 16;

    private AdminAccess() {}

    /** Reads the token's file; blocks. Throws where there is no good token in it, with a message for the operator. */
    static Access of(Settings settings) {
        var file = settings.listen().adminTokenFile();
        if (file == null) {
            return settings.profile().value() == Settings.Profile.HOST ? new Access.Closed() : new Access.Open();
        }
        try {
            var token = Files.readString(file).strip();
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
