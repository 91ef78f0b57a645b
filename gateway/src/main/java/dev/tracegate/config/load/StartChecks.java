package dev.tracegate.config.load;

import dev.tracegate.config.schema.ConfigSource.ConfiguredValue;
import dev.tracegate.config.schema.ConfigSources;
import dev.tracegate.config.schema.Problems;
import dev.tracegate.config.schema.Quoted;
import dev.tracegate.config.schema.SettingsCatalog;
import dev.tracegate.files.NamedFile;
import dev.tracegate.tenant.Partition;
import dev.tracegate.tenant.RoleArn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Checks of well-formed settings that decide whether a gateway can start with them on this machine: names of AWS, and files that must be
 * readable. They need no network and no port. {@code check-config} and start both run it.
 */
final class StartChecks {
    /** A key has 32 bytes, as they are or as text; what is longer is another file. The same as the spool's own bound. */
    private static final int LONGEST_KEY = 1024;

    private final ConfigSources layers;
    private final ProcessEnvironment surroundings;
    private final Problems problems;

    StartChecks(ConfigSources layers, ProcessEnvironment surroundings, Problems problems) {
        this.layers = layers;
        this.surroundings = surroundings;
        this.problems = problems;
    }

    /** @param spool whether segments wait on disk, under a key where one is named */
    void files(boolean spool) {
        layers.said(SettingsCatalog.ADMIN_TOKEN_FILE)
                .filter(StartChecks::isSet)
                .ifPresent(said -> read(said, AdminTokenFile::read));
        if (spool) {
            layers.said(SettingsCatalog.SPOOL_KEY_FILE)
                    .filter(StartChecks::isSet)
                    .ifPresent(said -> read(said, file -> NamedFile.read(file, LONGEST_KEY)));
        }
    }

    /** Names that calls to AWS are made with. */
    void aws() {
        layers.said(SettingsCatalog.ROLE_ARN)
                .filter(said -> !said.value().isEmpty() && RoleArn.parse(said.value()).isEmpty())
                .ifPresent(said -> problems.add(said.origin(),
                        "must be a role's ARN, such as arn:aws:iam::111122223333:role/xray-gateway, was "
                                + Quoted.shortened(said.value())));
        if (!hasEndpoint()) {
            region().filter(said -> !Partition.isRegion(said.value()))
                    .ifPresent(said -> problems.add(said.origin(),
                            "must be a Region's name, such as eu-west-1, was " + Quoted.shortened(said.value())));
        }
    }

    /** With a configured endpoint, the server may not be X-Ray and may have other names of Regions. */
    private boolean hasEndpoint() {
        return layers.find(SettingsCatalog.ENDPOINT).isPresent()
                || surroundings.variable("AWS_ENDPOINT_URL_XRAY").isPresent()
                || surroundings.variable("AWS_ENDPOINT_URL").isPresent();
    }

    private Optional<ConfiguredValue<String>> region() {
        return layers.said(SettingsCatalog.REGION)
                .filter(said -> !said.value().isBlank())
                .map(said -> new ConfiguredValue<>(said.value().strip(), said.origin()))
                .or(() -> variable("AWS_REGION"))
                .or(() -> variable("AWS_DEFAULT_REGION"));
    }

    private Optional<ConfiguredValue<String>> variable(String name) {
        return surroundings.variable(name).map(value -> new ConfiguredValue<>(value, name));
    }

    private static boolean isSet(ConfiguredValue<Path> said) {
        return !said.value().toString().isEmpty();
    }

    private void read(ConfiguredValue<Path> said, Reading reading) {
        try {
            reading.read(surroundings.workingFolder().resolve(said.value()));
        } catch (IOException e) {
            problems.add(said.origin(), "cannot use " + said.value() + ": " + NamedFile.problem(e)
                    + "; correct it, or name another");
        }
    }

    private interface Reading {
        Object read(Path file) throws IOException;
    }
}
