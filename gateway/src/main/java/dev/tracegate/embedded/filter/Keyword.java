package dev.tracegate.embedded.filter;

import static dev.tracegate.embedded.filter.FieldType.BOOLEAN;
import static dev.tracegate.embedded.filter.FieldType.NUMBER;
import static dev.tracegate.embedded.filter.FieldType.TEXT;

import dev.tracegate.embedded.filter.Scope.Level;
import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Node;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keywords of X-Ray's filter expressions. Most can be used at some levels only: for a trace, or in the braces of service, edge or rootcause. */
// Error Prone cannot see that the lambdas and the shared sets of levels are immutable
@SuppressWarnings("ImmutableEnumChecker")
public enum Keyword implements Field {
    /** Completed, and none of the next three. At trace level all four are those of the root: failures that it handled do not count. */
    OK("ok", BOOLEAN, Level.CALLS, subject(Entity::ok)),
    /** A status 4xx except 429. */
    ERROR("error", BOOLEAN, Level.CALLS, subject(Entity::error)),
    /** Status 429. */
    THROTTLE("throttle", BOOLEAN, Level.CALLS, subject(Entity::throttle)),
    /** A status 5xx. */
    FAULT("fault", BOOLEAN, Level.CALLS, subject(Entity::fault)),
    /** In progress. */
    PARTIAL("partial", BOOLEAN, Level.CALLS, scope -> Stream.of(scope.partial())),
    /** Sends no segments, so it is known from calls only. */
    INFERRED("inferred", BOOLEAN, Level.CALLS, scope -> Stream.of(scope.inferred())),
    /** The service of the root of the trace. */
    ROOT("root", BOOLEAN, Set.of(Level.SERVICE), scope -> Stream.of(scope.root())),
    /** Seconds from start to end. */
    RESPONSE_TIME("responsetime", NUMBER, Level.CALLS, subject(it -> Scope.number(it.duration()))),
    /** Seconds, including asynchronous work after the response. */
    DURATION("duration", NUMBER, Level.CALLS, scope -> Stream.ofNullable(Scope.number(scope.duration()))),
    /** Status of the HTTP response. */
    HTTP_STATUS("http.status", NUMBER, Level.CALLS, subject(it -> Scope.number(it.status()))),
    /** URL of the HTTP request. */
    HTTP_URL("http.url", TEXT, Level.CALLS, subject(it -> it.request("url"))),
    /** Method of the HTTP request. */
    HTTP_METHOD("http.method", TEXT, Level.CALLS, subject(it -> it.request("method"))),
    /** User agent of the HTTP request. */
    HTTP_USERAGENT("http.useragent", TEXT, Level.CALLS, subject(it -> it.request("user_agent"))),
    /** Client address of the HTTP request. */
    HTTP_CLIENTIP("http.clientip", TEXT, Level.CALLS, subject(it -> it.request("client_ip"))),
    /** User of the request. This and the next three are found in any segment or subsegment. */
    USER("user", TEXT, Level.SEGMENTS, any(Entity::user)),
    /** Availability zone of the EC2 instance. */
    AVAILABILITY_ZONE("availabilityzone", TEXT, Level.SEGMENTS, any(it -> it.ec2("availability_zone"))),
    /** Id of the EC2 instance. */
    INSTANCE_ID("instance.id", TEXT, Level.SEGMENTS, any(it -> it.ec2("instance_id"))),
    /** ARN of the resource that ran the segment. */
    RESOURCE_ARN("resource.arn", TEXT, Level.SEGMENTS, any(Entity::resourceArn)),
    /** Name of a service or entity, or type of an exception. */
    NAME("name", TEXT, Level.NAMED, scope -> Stream.concat(scope.ofNode(Node::name), scope.ofPart(CausePart::name))),
    /** Node type of a service. */
    TYPE("type", TEXT, Level.TYPED, scope -> Stream.concat(scope.ofNode(Node::type), scope.ofPart(CausePart::type))),
    /** Message of an exception. */
    MESSAGE("message", TEXT, Set.of(Level.CAUSE_EXCEPTION), part(CausePart::message)),
    /** Index on the path of the root cause, from 0. */
    INDEX("index", NUMBER, Level.CAUSES, part(it -> (double) it.index())),
    /** Whether it is the first on the path. */
    FIRST("first", BOOLEAN, Level.CAUSES, part(it -> it.index() == 0)),
    /** Whether it is the last on the path. */
    LAST("last", BOOLEAN, Level.CAUSES, part(CausePart::last)),
    /** Whether an entity is a call to another node. */
    REMOTE("remote", BOOLEAN, Level.CAUSE_ENTITIES, part(CausePart::remote)),
    /** Duration divided by that of the root. */
    COVERAGE("coverage", NUMBER, Set.of(Level.DELAY_ENTITY), part(CausePart::coverage));

    private final String text;
    private final FieldType type;
    private final Set<Level> levels;
    private final Function<Scope, Stream<Object>> values;

    Keyword(String text, FieldType type, Set<Level> levels, Function<Scope, Stream<Object>> values) {
        this.text = text;
        this.type = type;
        this.levels = levels;
        this.values = values;
    }

    /** The keyword with this text, ignoring case; empty if there is none. */
    static Optional<Keyword> of(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        return Stream.of(values()).filter(keyword -> keyword.text.equals(lower)).findFirst();
    }

    FieldType type() {
        return type;
    }

    /** Whether it can be used at that level. */
    boolean isValidAt(Level level) {
        return levels.contains(level);
    }

    @Override
    public Stream<Object> values(Scope scope) {
        return values.apply(scope);
    }

    @Override
    public boolean present(Scope scope) {
        return type == BOOLEAN ? values(scope).anyMatch(Boolean.TRUE::equals) : Field.super.present(scope);
    }

    @Override
    public boolean accepts(Operator operator, Value value) {
        return operator.supports(type); // a value of another type is valid, but never matches
    }

    @Override
    public String text() {
        return text;
    }

    private static Function<Scope, Stream<Object>> subject(Function<Entity, @Nullable Object> field) {
        return scope -> scope.ofSubject(field);
    }

    private static Function<Scope, Stream<Object>> any(Function<Entity, @Nullable Object> field) {
        return scope -> scope.ofAny(field);
    }

    private static Function<Scope, Stream<Object>> part(Function<CausePart, @Nullable Object> field) {
        return scope -> scope.ofPart(field);
    }
}
