package dev.tracegate.embedded.model;

import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A node of the service graph.
 *
 * @param type a segment's origin, {@code AWS::DynamoDB::Table} and the like, {@link #REMOTE} or {@link #CLIENT}; null for a segment without
 *     origin
 */
public record Node(String name, @Nullable String type) implements Comparable<Node> {
    private static final Comparator<Node> ORDER = Comparator.comparing(Node::name)
            .thenComparing(Node::type, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** The caller outside of the trace; carries the name of the root. */
    public static final String CLIENT = "client";
    /** A callee that sends no segments and is not an AWS service. */
    public static final String REMOTE = "remote";

    /** The node that an entity belongs to: its service, or for a call (a subsegment with a namespace) the node called. */
    public static Node of(Entity entity) {
        var namespace = entity.isSegment() ? null : entity.namespace();
        if (namespace == null) {
            var owner = entity.segment();
            return new Node(owner.name(), owner.origin());
        }
        return namespace.equals("aws") ? aws(entity) : new Node(entity.name(), REMOTE);
    }

    /** Whether an entity stands for a node that sends no segments itself: a finished call that no segment answers for. */
    public static boolean infers(Entity entity) {
        return !entity.isSegment() && entity.namespace() != null && !entity.inProgress() && entity.callees().isEmpty();
    }

    /** Senders choose names and types: of equal hash codes too, which hash tables tell apart by this order. */
    @Override
    public int compareTo(Node other) {
        return ORDER.compare(this, other);
    }

    private static Node aws(Entity call) {
        var known = Resource.of(call.name());
        if (known == null) {
            return new Node(call.name(), "AWS::" + call.name());
        }
        var resource = call.aws("operation") == null ? null : call.aws(known.field());
        return resource == null ? new Node(call.name(), known.service()) : new Node(resource, known.type());
    }

    /** What an AWS service keeps, where X-Ray draws that as the node: its type, and the field that names it. */
    private record Resource(String service, String type, String field) {

        static @Nullable Resource of(String service) {
            return switch (service.toLowerCase(Locale.ROOT)) { // the SDK for Python sends lower case, the others do not
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
