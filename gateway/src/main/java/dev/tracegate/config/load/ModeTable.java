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
 * Chooses mode and profile if no source sets them. The launcher repeats these rules to size the heap.
 */
final class ModeTable {
    private static final List<Predicate<String>> AWS_VARIABLES = List.of(
            name -> name.startsWith("ECS_CONTAINER_METADATA_URI"),
            name -> name.startsWith("AWS_CONTAINER_CREDENTIALS_"), "AWS_WEB_IDENTITY_TOKEN_FILE"::equals,
            "KUBERNETES_SERVICE_HOST"::equals);

    private ModeTable() {}

    /**
     * The input of the rules.
     *
     * @param startedAs the name of the program, without folders
     * @param daemonFlag a given flag of the X-Ray daemon; null if none was given
     * @param daemonFile the daemon's cfg.yaml that was read; null if none was
     */
    record Facts(String startedAs, @Nullable String daemonFlag, @Nullable String daemonFile,
            Map<String, String> environment) {}

    static Choice<Mode> mode(Facts facts) {
        return Stream.<Function<Facts, Optional<String>>>of(ModeTable::startedAsDaemon, ModeTable::awsVariable)
                .flatMap(row -> row.apply(facts).stream())
                .findFirst()
                .map(reason -> new Choice<>(Mode.AWS, reason))
                .orElse(new Choice<>(Mode.EMBEDDED, "nothing selects AWS; --sink aws uploads to X-Ray"));
    }

    /** Why the gateway counts as a replacement of the X-Ray daemon; empty if it does not. */
    static Optional<String> startedAsDaemon(Facts facts) {
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
     * The profile of a mode. A Fargate task always has its own network, so its gateway is a sidecar. The environment of a task on EC2 does not contain
     * its network mode, and a request to the metadata service would delay the start; there the operator has to set the profile {@code sidecar}.
     */
    static Choice<Profile> profile(Mode mode, Map<String, String> environment) {
        if (mode == Mode.EMBEDDED) {
            return new Choice<>(Profile.EMBEDDED, "the default of embedded mode");
        }
        boolean task = !environment.getOrDefault("ECS_CONTAINER_METADATA_URI_V4", "").isBlank();
        if (task && environment.getOrDefault("AWS_EXECUTION_ENV", "").equals("AWS_ECS_FARGATE")) {
            return new Choice<>(Profile.SIDECAR, "in a Fargate task");
        }
        return new Choice<>(Profile.HOST, task ? "in a task on EC2; use --profile sidecar for one gateway per task"
                : "not in a Fargate task");
    }
}
