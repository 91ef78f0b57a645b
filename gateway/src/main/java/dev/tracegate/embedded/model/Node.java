package dev.tracegate.embedded.model;

import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A node of the service graph: a service, a resource that was called, or the client.
 *
 * @param name name of the segment, of the called host, or of the AWS resource
 * @param type the origin of a segment, a type such as {@code AWS::DynamoDB::Table}, {@link #REMOTE} or {@link #CLIENT}; null for a segment without
 *     origin
 */
public record Node(String name, @Nullable String type) implements Comparable<Node> {
    private static final Comparator<Node> ORDER = Comparator.comparing(Node::name)
            .thenComparing(Node::type, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** Type of the caller outside the trace. The client has the name of the root. */
    public static final String CLIENT = "client";
    /** Type of a callee that sends no segments and is not an AWS service. */
    public static final String REMOTE = "remote";

    /** The node of an entity: the called node for a call (a subsegment with a namespace), else the service of its segment. */
    public static Node of(Entity entity) {
        var namespace = entity.isSegment() ? null : entity.namespace();
        if (namespace == null) {
            var owner = entity.segment();
            return new Node(owner.name(), owner.origin());
        }
        return namespace.equals("aws") ? aws(entity) : new Node(entity.name(), REMOTE);
    }

    /** Whether X-Ray infers a node from an entity: a completed call whose callee sent no segment. */
    public static boolean isInferredFrom(Entity entity) {
        return !entity.isSegment() && entity.namespace() != null && !entity.inProgress() && entity.callees().isEmpty();
    }

    /** Hash tables fall back to this order for equal hash codes. Senders choose names and types and can therefore force collisions. */
    @Override
    public int compareTo(Node other) {
        return ORDER.compare(this, other);
    }

    private static Node aws(Entity call) {
        var awsResource = Resource.of(call.name());
        if (awsResource == null) {
            return new Node(call.name(), "AWS::" + call.name());
        }
        var resource = call.aws("operation") == null ? null : call.aws(awsResource.field());
        return resource == null ? new Node(call.name(), awsResource.service()) : new Node(resource, awsResource.type());
    }

    /**
     * Resources that X-Ray shows as nodes in place of their service.
     *
     * @param service node type if the resource is not named
     * @param type node type of the resource
     * @param field field of the {@code aws} block with the name of the resource
     */
    private record Resource(String service, String type, String field) {

        static @Nullable Resource of(String service) {
            return switch (service.toLowerCase(Locale.ROOT)) { // the SDK for Python writes lower case, the others do not
                case "dynamodb" -> new Resource("AWS::DynamoDB", "AWS::DynamoDB::Table", "table_name");
                case "s3" -> new Resource("AWS::S3", "AWS::S3::Bucket", "bucket_name");
                case "sqs" -> new Resource("AWS::SQS", "AWS::SQS::Queue", "queue_url");
                case "sns" -> new Resource("AWS::SNS", "AWS::SNS", "topic_arn");
                case "lambda" -> new Resource("AWS::Lambda", "AWS::Lambda", "function_name");
                default -> null;
            };
        }
    }
}
