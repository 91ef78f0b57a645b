package dev.tracegate.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tracegate.config.Layer.Said;
import dev.tracegate.tenant.Partition;
import dev.tracegate.tenant.RoleArn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What settings must be beside well-formed, so that a gateway can start with them here: names of AWS, and files that must be readable. Needs no
 * network and no port. {@code check-config} and start both run it.
 */
final class StartChecks {
    /** What the admin API takes for a secret: 16 characters of hex are 64 bits. */
    private static final int SHORTEST_TOKEN = 16;
    /** A token or a key; what is longer is another file. */
    private static final int MOST_BYTES = 4096;

    private final Layers layers;
    private final Surroundings surroundings;
    private final Problems problems;

    StartChecks(Layers layers, Surroundings surroundings, Problems problems) {
        this.layers = layers;
        this.surroundings = surroundings;
        this.problems = problems;
    }

    /** @param spool whether segments wait on disk, under a key where one is named */
    void files(boolean spool) {
        layers.said(Keys.ADMIN_TOKEN_FILE).filter(StartChecks::isSet).ifPresent(this::token);
        if (spool) {
            layers.said(Keys.SPOOL_KEY_FILE).filter(StartChecks::isSet).ifPresent(this::content);
        }
    }

    /** Names that calls to AWS are made with. */
    void aws() {
        layers.said(Keys.ROLE_ARN)
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

    /** With an endpoint of its own, X-Ray may be something else that has Regions of its own. */
    private boolean hasEndpoint() {
        return layers.find(Keys.ENDPOINT).isPresent() || surroundings.variable("AWS_ENDPOINT_URL_XRAY").isPresent()
                || surroundings.variable("AWS_ENDPOINT_URL").isPresent();
    }

    private Optional<Said<String>> region() {
        return layers.said(Keys.REGION)
                .filter(said -> !said.value().isBlank())
                .map(said -> new Said<>(said.value().strip(), said.origin()))
                .or(() -> variable("AWS_REGION"))
                .or(() -> variable("AWS_DEFAULT_REGION"));
    }

    private Optional<Said<String>> variable(String name) {
        return surroundings.variable(name).map(value -> new Said<>(value, name));
    }

    private static boolean isSet(Said<Path> said) {
        return !said.value().toString().isEmpty();
    }

    private void token(Said<Path> said) {
        content(said).filter(content -> content.strip().length() < SHORTEST_TOKEN)
                .ifPresent(content -> problems.add(said.origin(), said.value() + " must hold a token of at least "
                        + SHORTEST_TOKEN + " characters, such as `openssl rand -hex 32` prints"));
    }

    /** Empty where it cannot be read, which is told; else its beginning, a character a byte. */
    private Optional<String> content(Said<Path> said) {
        try (var in = Files.newInputStream(surroundings.workingFolder().resolve(said.value()))) {
            return Optional.of(new String(in.readNBytes(MOST_BYTES), ISO_8859_1));
        } catch (IOException e) {
            problems.add(said.origin(), "cannot read " + said.value() + ": "
                    + (e instanceof NoSuchFileException ? "there is no such file" : e.getMessage())
                    + "; make it, or name another");
            return Optional.empty();
        }
    }
}
