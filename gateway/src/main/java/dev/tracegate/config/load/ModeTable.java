package dev.tracegate.config.load;

import dev.tracegate.config.Settings.Choice;
import dev.tracegate.config.Settings.Mode;
import dev.tracegate.config.Settings.Profile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The table that decides mode and profile if no source sets them. The launcher has the same table, for the size of the heap.
 */
final class ModeTable {
    private static final List<Predicate<String>> AWS_VARIABLES = List.of(
            name -> name.startsWith("ECS_CONTAINER_METADATA_URI"),
            name -> name.startsWith("AWS_CONTAINER_CREDENTIALS_"), "AWS_WEB_IDENTITY_TOKEN_FILE"::equals,
            "KUBERNETES_SERVICE_HOST"::equals);

    private ModeTable() {}

    /**
     * What the table looks at.
     *
     * @param startedAs the name of the program, without folders
     * @param daemonFlag a flag of the X-Ray daemon that was given
     * @param daemonFile the daemon's cfg.yaml that was named or found
     */
    record Facts(String startedAs, @Nullable String daemonFlag, @Nullable String daemonFile,
            Map<String, String> environment) {}

    static Choice<Mode> mode(Facts facts) {
        return Stream.<Function<Facts, Optional<String>>>of(ModeTable::daemonsWay, ModeTable::awsVariable)
                .flatMap(row -> row.apply(facts).stream())
                .findFirst()
                .map(reason -> new Choice<>(Mode.AWS, reason))
                .orElse(new Choice<>(Mode.EMBEDDED, "nothing here says AWS; --sink aws uploads to X-Ray"));
    }

    /** Why the gateway counts as started in the X-Ray daemon's place; empty if it does not. */
    static Optional<String> daemonsWay(Facts facts) {
        if (facts.startedAs().equals("xray")) {
            return Optional.of("started as xray");
        }
        if (facts.daemonFlag() != null) {
            return Optional.of("started with the X-Ray daemon's flag " + facts.daemonFlag());
        }
        return Optional.ofNullable(facts.daemonFile()).map(file -> "the X-Ray daemon's " + file + " was read");
    }

    private static Optional<String> awsVariable(Facts facts) {
        return facts.environment()
                .entrySet()
                .stream()
                .filter(entry -> !entry.getValue().isBlank())
                .map(Map.Entry::getKey)
                .filter(name -> AWS_VARIABLES.stream().anyMatch(row -> row.test(name)))
                .sorted()
                .findFirst()
                .map(name -> name + " is set");
    }

    /**
     * Fargate tasks always have a network of their own, so their gateway is a sidecar. A task on EC2 does not say its network mode in its
     * environment; asking the metadata service would delay the start, so the profile has to be set.
     */
    static Choice<Profile> profile(Mode mode, Map<String, String> environment) {
        if (mode == Mode.EMBEDDED) {
            return new Choice<>(Profile.EMBEDDED, "that of embedded mode");
        }
        boolean task = !environment.getOrDefault("ECS_CONTAINER_METADATA_URI_V4", "").isBlank();
        if (task && environment.getOrDefault("AWS_EXECUTION_ENV", "").equals("AWS_ECS_FARGATE")) {
            return new Choice<>(Profile.SIDECAR, "in a Fargate task");
        }
        return new Choice<>(Profile.HOST, task ? "in a task on EC2; --profile sidecar for one gateway a task"
                : "not in a Fargate task");
    }
}
