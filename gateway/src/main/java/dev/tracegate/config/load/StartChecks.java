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
 * Checks whether a gateway can start on this machine with settings that are well-formed: AWS names must be valid and files must be readable. Uses no
 * network and no port. Both {@code check-config} and the start of the gateway run these checks.
 */
final class StartChecks {
    /** Maximum bytes of the key file, as in the spool. A key has 32 bytes; a longer file is not a key. */
    private static final int MAX_KEY_BYTES = 1024;

    private final ConfigSources config;
    private final ProcessEnvironment process;
    private final Problems problems;

    StartChecks(ConfigSources config, ProcessEnvironment process, Problems problems) {
        this.config = config;
        this.process = process;
        this.problems = problems;
    }

    /** @param spool whether the spool is enabled, so that its key file must be readable */
    void files(boolean spool) {
        config.get(SettingsCatalog.ADMIN_TOKEN_FILE)
                .filter(StartChecks::isSet)
                .ifPresent(configured -> read(configured, AdminTokenFile::read));
        if (spool) {
            config.get(SettingsCatalog.SPOOL_KEY_FILE)
                    .filter(StartChecks::isSet)
                    .ifPresent(configured -> read(configured, file -> NamedFile.read(file, MAX_KEY_BYTES)));
        }
    }

    /** Checks the role and the Region of calls to AWS. */
    void aws() {
        config.get(SettingsCatalog.ROLE_ARN)
                .filter(configured -> !configured.value().isEmpty() && RoleArn.parse(configured.value()).isEmpty())
                .ifPresent(configured -> problems.add(configured.origin(),
                        "must be a role's ARN, such as arn:aws:iam::111122223333:role/xray-gateway, was "
                                + Quoted.shortened(configured.value())));
        if (!hasEndpoint()) {
            region().filter(configured -> !Partition.isRegion(configured.value()))
                    .ifPresent(configured -> problems.add(configured.origin(),
                            "must be a Region's name, such as eu-west-1, was " + Quoted.shortened(configured.value())));
        }
    }

    /** A configured endpoint need not be X-Ray, so other Region names are allowed. */
    private boolean hasEndpoint() {
        return config.find(SettingsCatalog.ENDPOINT).isPresent()
                || process.variable("AWS_ENDPOINT_URL_XRAY").isPresent()
                || process.variable("AWS_ENDPOINT_URL").isPresent();
    }

    private Optional<ConfiguredValue<String>> region() {
        return config.get(SettingsCatalog.REGION)
                .filter(configured -> !configured.value().isBlank())
                .map(configured -> new ConfiguredValue<>(configured.value().strip(), configured.origin()))
                .or(() -> variable("AWS_REGION"))
                .or(() -> variable("AWS_DEFAULT_REGION"));
    }

    private Optional<ConfiguredValue<String>> variable(String name) {
        return process.variable(name).map(value -> new ConfiguredValue<>(value, name));
    }

    private static boolean isSet(ConfiguredValue<Path> configured) {
        return !configured.value().toString().isEmpty();
    }

    private void read(ConfiguredValue<Path> configured, Reading reading) {
        try {
            reading.read(process.workingFolder().resolve(configured.value()));
        } catch (IOException e) {
            problems.add(configured.origin(), "cannot use " + configured.value() + ": " + NamedFile.problem(e)
                    + "; correct it, or configure another");
        }
    }

    private interface Reading {
        Object read(Path file) throws IOException;
    }
}
