package dev.tracegate.app;

import dev.tracegate.admin.auth.AdminAuthorization;
import dev.tracegate.config.Settings;
import dev.tracegate.config.load.AdminTokenFile;
import dev.tracegate.files.NamedFile;
import java.io.IOException;

/** Access to the admin API, by the settings. */
final class AdminAccess {
    private AdminAccess() {}

    /** Reads the token's file; blocks. Throws where there is no good token in it, with a message for the operator. */
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
