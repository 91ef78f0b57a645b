package dev.tracegate.aws.credentials;

import dev.tracegate.aws.settings.AwsEnvironment;
import dev.tracegate.files.NamedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;

/** The shared AWS configuration and credentials files. They are read at each call, because they change while the process runs. Blocks. */
public final class Profiles {
    /** Bytes. An organization of 5,000 accounts has one profile of some 150 bytes for each. */
    static final int MAX_FILE_BYTES = 1024 * 1024;

    private Profiles() {}

    static String name(AwsEnvironment env) {
        var name = env.get("AWS_PROFILE");
        return name == null ? "default" : name;
    }

    public static @Nullable String region(AwsEnvironment env) {
        return files(env).profile(name(env)).flatMap(profile -> profile.property(ProfileProperty.REGION)).orElse(null);
    }

    /**
     * Reads both files.
     *
     * @throws IllegalArgumentException if one of them is not a profile file; the message names its path
     */
    static ProfileFile files(AwsEnvironment env) {
        var files = ProfileFile.aggregator();
        add(files, path(env, "AWS_SHARED_CREDENTIALS_FILE", "credentials"), ProfileFile.Type.CREDENTIALS);
        add(files, path(env, "AWS_CONFIG_FILE", "config"), ProfileFile.Type.CONFIGURATION);
        return files.build();
    }

    private static Path path(AwsEnvironment env, String variable, String name) {
        var configured = env.get(variable);
        if (configured != null) {
            return Path.of(configured);
        }
        return folder(env).resolve(name);
    }

    /** {@code ~/.aws}, with the home folder of the environment. */
    static Path folder(AwsEnvironment env) {
        var home = env.get("HOME");
        return Path.of(home == null ? System.getProperty("user.home", "/") : home, ".aws");
    }

    /** Adds a file. As in the daemon's SDK, a file that is missing or not readable counts as empty. */
    private static void add(ProfileFile.Aggregator files, Path path, ProfileFile.Type type) {
        if (!Files.isReadable(path)) {
            return;
        }
        try {
            var text = new ByteArrayInputStream(NamedFile.read(path, MAX_FILE_BYTES));
            files.addFile(ProfileFile.builder().content(text).type(type).build());
        } catch (IOException e) {
            throw new IllegalArgumentException("the AWS profile file " + path + ": " + NamedFile.problem(e), e);
        }
    }
}
