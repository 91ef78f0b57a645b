package dev.tracegate.aws;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;

/**
 * Where the Region comes from, in the X-Ray daemon's order: flag or file, AWS_REGION, then the ECS metadata file and the instance metadata, or
 * in local mode the profile. Beyond the daemon: AWS_DEFAULT_REGION counts in every mode, and the task metadata endpoint is asked. Blocks.
 */
final class RegionLookup {
    /** The daemon's words. */
    static final String NONE = "Cannot fetch region variable from config file, environment variables, ecs metadata, or ec2 metadata. "
            + "Use local-mode to use the local config region.";
    /** {@code arn:partition:ecs:REGION:account:task/…} */
    private static final int REGION_IN_ARN = 3;

    private final AwsSettings settings;

    RegionLookup(AwsSettings settings) {
        this.settings = settings;
    }

    /** The Region, or empty where nothing names one. */
    Optional<String> find() {
        return sources().stream().flatMap(source -> source.get().stream()).findFirst();
    }

    private List<Supplier<Optional<String>>> sources() {
        Supplier<Optional<String>> told = () -> Optional.ofNullable(settings.region())
                .filter(region -> !region.isBlank());
        Supplier<Optional<String>> region = () -> Optional.ofNullable(settings.variable("AWS_REGION"));
        Supplier<Optional<String>> defaultRegion = () -> Optional.ofNullable(settings.variable("AWS_DEFAULT_REGION"));
        return settings.localMode()
                ? List.of(told, region, defaultRegion, RegionLookup::profile)
                : List.of(told, region, defaultRegion, this::ecsMetadataFile, this::taskMetadata,
                        this::instanceMetadata);
    }

    private static Optional<String> profile() {
        try {
            return Optional.ofNullable(new AwsProfileRegionProvider().getRegion()).map(Object::toString);
        } catch (SdkException none) {
            return Optional.empty();
        }
    }

    private Optional<String> ecsMetadataFile() {
        var file = settings.variable("ECS_CONTAINER_METADATA_FILE");
        if (file == null || !settings.flag("ECS_ENABLE_CONTAINER_METADATA")) {
            return Optional.empty();
        }
        try {
            return regionOfTask(Files.readString(Path.of(file)));
        } catch (IOException | InvalidPathException unreadable) {
            return Optional.empty();
        }
    }

    private Optional<String> taskMetadata() {
        var endpoint = settings.variable("ECS_CONTAINER_METADATA_URI_V4");
        if (endpoint == null) {
            return Optional.empty();
        }
        try {
            return regionOfTask(MetadataHttp.ask("GET", URI.create(endpoint + "/task"), Map.of()));
        } catch (IOException | IllegalArgumentException away) {
            return Optional.empty();
        }
    }

    private Optional<String> instanceMetadata() {
        return new InstanceMetadata(settings).item("placement/region");
    }

    private static Optional<String> regionOfTask(String metadata) {
        try {
            var arn = new JsonObject(metadata).getString("TaskARN", "").split(":", -1);
            return arn.length > REGION_IN_ARN && !arn[REGION_IN_ARN].isEmpty() ? Optional.of(arn[REGION_IN_ARN])
                    : Optional.empty();
        } catch (DecodeException | ClassCastException notMetadata) {
            return Optional.empty();
        }
    }
}
