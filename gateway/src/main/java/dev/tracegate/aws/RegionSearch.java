package dev.tracegate.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracegate.aws.credentials.Profiles;
import dev.tracegate.aws.http.JsonBody;
import dev.tracegate.aws.metadata.InstanceMetadata;
import dev.tracegate.aws.metadata.MetadataHttp;
import dev.tracegate.aws.settings.AwsEnvironment;
import dev.tracegate.aws.settings.AwsSetupException;
import dev.tracegate.files.NamedFile;
import dev.tracegate.tenant.Partition;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the Region in the X-Ray daemon's order: flag or file, AWS_REGION, then ECS and EC2 metadata; in local mode ({@code -o}) the AWS
 * profile instead of the metadata.
 *
 * <p>Two additions to the daemon's search: AWS_DEFAULT_REGION counts without {@code -o} too (the daemon ignores it and exits), and the ECS
 * task metadata service is called, so that a Fargate task needs no AWS_REGION.
 *
 * @param configured the Region from a flag or file; null or blank if neither names one
 * @param localMode reads the AWS profile instead of the ECS and EC2 metadata
 */
public record RegionSearch(@Nullable String configured, boolean localMode, AwsEnvironment env) {
    /** The daemon's exact message, which operators search for. */
    static final String NOT_FOUND = "Cannot fetch region variable from config file, environment variables, ecs metadata, or ec2 metadata."
            + " Use local-mode to use the local config region.";

    private static final Logger LOG = LoggerFactory.getLogger(RegionSearch.class);
    /** Bytes. The ECS agent writes some 3 kB for a container, more with many labels and ports. */
    public static final int MAX_FILE_BYTES = 64 * 1024;

    /**
     * Blocks for up to 3 s if the metadata services are called.
     *
     * @throws AwsSetupException if no Region is found, or its name is malformed
     */
    public String find() {
        var region = configured == null || configured.isBlank()
                ? env.first("AWS_REGION", "AWS_DEFAULT_REGION")
                : configured.strip();
        if (region == null) {
            region = localMode ? fromProfile() : fromMetadata();
        }
        if (region == null) {
            throw new AwsSetupException(NOT_FOUND);
        }
        if (!Partition.canNameHost(region)) {
            throw new AwsSetupException(
                    "region '" + region + "' is not the name of a Region; set one such as us-west-2");
        }
        return region;
    }

    private @Nullable String fromProfile() {
        try {
            return Profiles.region(env);
        } catch (IllegalArgumentException e) {
            throw new AwsSetupException("region: " + e.getMessage(), e);
        }
    }

    private @Nullable String fromMetadata() {
        var region = fromContainerFile();
        if (region == null) {
            region = fromTaskMetadata();
        }
        return region == null ? fromInstanceMetadata() : region;
    }

    private @Nullable String fromContainerFile() {
        var file = env.get("ECS_CONTAINER_METADATA_FILE");
        if (file == null || !env.isTrue("ECS_ENABLE_CONTAINER_METADATA")) {
            return null;
        }
        return attempt("ECS metadata file", () -> regionOfTask(NamedFile.read(Path.of(file), MAX_FILE_BYTES)));
    }

    private @Nullable String fromTaskMetadata() {
        var base = env.get("ECS_CONTAINER_METADATA_URI_V4");
        if (base == null) {
            return null;
        }
        return attempt("ECS task metadata",
                () -> regionOfTask(MetadataHttp.get(URI.create(base + "/task"), Map.of()).getBytes(UTF_8)));
    }

    private @Nullable String fromInstanceMetadata() {
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

    /** {@code arn:aws:ecs:us-west-2:...}: the Region is the fourth part. A file that the agent has not completed yet has no TaskARN. */
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
