package dev.tracegate.aws;

import dev.tracegate.aws.TelemetryRecords.Identity;

/** Host name and instance id for telemetry records: from the environment, else from the instance metadata unless in local mode. Blocks. */
final class Whereabouts {
    private final AwsSettings settings;

    Whereabouts(AwsSettings settings) {
        this.settings = settings;
    }

    Identity find() {
        return new Identity(find("AWS_HOSTNAME", "hostname"), find("AWS_INSTANCE_ID", "instance-id"),
                settings.resourceArn());
    }

    private String find(String variable, String item) {
        var told = settings.variable(variable);
        if (told != null) {
            return told;
        }
        return settings.localMode() ? "" : new InstanceMetadata(settings).item(item).orElse("");
    }
}
