package dev.tracegate.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracegate.aws.credentials.Profiles;
import dev.tracegate.aws.http.JsonBody;
import dev.tracegate.aws.metadata.InstanceMetadata;
import dev.tracegate.aws.metadata.MetadataHttp;
import dev.tracegate.aws.settings.AwsEnvironment;
import dev.tracegate.aws.settings.AwsSetupException;
import dev.tracegate.files.NamedFile;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the Region in the X-Ray daemon's order: flag or file, AWS_REGION, then ECS and EC2 metadata, or with {@code -o} the profile.
 *
 * <p>Beyond the daemon: AWS_DEFAULT_REGION counts without {@code -o} too (the daemon ignores it there and exits), and the ECS task metadata
 * service is asked, so that a Fargate task needs no AWS_REGION.
 */
public record RegionSearch(@Nullable String told, boolean localMode, AwsEnvironment env) {
    /** The daemon's words: operators search for them. */
    static final String NOT_FOUND = "Cannot fetch region variable from config file, environment variables, ecs metadata, or ec2 metadata."
            + " Use local-mode to use the local config region.";

    private static final Logger LOG = LoggerFactory.getLogger(RegionSearch.class);
    /** The agent writes some 3 kB for a container, more with many labels and ports. */
    public static final int MAX_FILE_BYTES = 64 * 1024;
    // a Region becomes part of a host name
    private static final Pattern REGION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    /** Blocks for up to 3 s where the metadata services have to be asked. */
    public String find() {
        var region = told == null || told.isBlank() ? env.first("AWS_REGION", "AWS_DEFAULT_REGION") : told.strip();
        if (region == null) {
            region = localMode ? ofProfile() : ofMetadata();
        }
        if (region == null) {
            throw new AwsSetupException(NOT_FOUND);
        }
        if (!REGION.matcher(region).matches()) {
            throw new AwsSetupException("region '" + region + "' is not a Region's name; write one such as us-west-2");
        }
        return region;
    }

    private @Nullable String ofProfile() {
        try {
            return Profiles.region(env);
        } catch (IllegalArgumentException e) {
            throw new AwsSetupException("region: " + e.getMessage(), e);
        }
    }

    private @Nullable String ofMetadata() {
        var region = ofContainerFile();
        if (region == null) {
            region = ofTask();
        }
        return region == null ? ofInstance() : region;
    }

    private @Nullable String ofContainerFile() {
        var file = env.get("ECS_CONTAINER_METADATA_FILE");
        if (file == null || !env.isTrue("ECS_ENABLE_CONTAINER_METADATA")) {
            return null;
        }
        return attempt("ECS metadata file", () -> regionOfTask(NamedFile.read(Path.of(file), MAX_FILE_BYTES)));
    }

    private @Nullable String ofTask() {
        var base = env.get("ECS_CONTAINER_METADATA_URI_V4");
        if (base == null) {
            return null;
        }
        return attempt("ECS task metadata",
                () -> regionOfTask(MetadataHttp.get(URI.create(base + "/task"), Map.of()).getBytes(UTF_8)));
    }

    private @Nullable String ofInstance() {
        var metadata = InstanceMetadata.in(env);
        return metadata == null ? null : attempt("EC2 metadata", metadata::region);
    }

    private static @Nullable String attempt(String where, Lookup lookup) {
        try {
            return lookup.find();
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("no Region from {}: {}", where, e.toString());
            return null;
        }
    }

    /** {@code arn:aws:ecs:us-west-2:...}: the Region is the fourth part. A file the agent has not finished yet has no TaskARN. */
    private static @Nullable String regionOfTask(byte[] json) {
        var arn = JsonBody.orEmpty(Buffer.buffer(json)).getValue("TaskARN") instanceof String text ? text : "";
        var parts = arn.split(":", 5);
        return parts.length < 5 || parts[3].isEmpty() ? null : parts[3];
    }

    private interface Lookup {
        @Nullable
        String find() throws IOException;
    }
}
