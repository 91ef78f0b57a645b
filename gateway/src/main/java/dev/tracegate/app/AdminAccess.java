package dev.tracegate.app;

import dev.tracegate.admin.auth.AdminAuthorization;
import dev.tracegate.config.Settings;
import dev.tracegate.config.load.AdminTokenFile;
import dev.tracegate.files.NamedFile;
import java.io.IOException;

/** The authorization of the admin API, from the settings. */
final class AdminAccess {
    private AdminAccess() {}

    /** Reads the token's file; blocks. Throws an exception with a message for the operator if the file has no valid token. */
    static AdminAuthorization of(Settings settings) {
        var file = settings.listen().adminTokenFile();
        if (file == null) {
            return settings.profile().value() == Settings.Profile.HOST ? new AdminAuthorization.Closed()
                    : new AdminAuthorization.Open();
        }
        try {
            return new AdminAuthorization.Bearer(AdminTokenFile.read(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "listen.adminTokenFile: cannot use " + file + ": " + NamedFile.problem(e), e);
        }
    }
}
