package dev.tracegate.embedded.filter;

import static dev.tracegate.embedded.filter.Kind.BOOLEAN;
import static dev.tracegate.embedded.filter.Kind.NUMBER;
import static dev.tracegate.embedded.filter.Kind.TEXT;

import dev.tracegate.embedded.filter.Scope.Level;
import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Node;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A word that stands for something of a trace, a service, an edge or a root cause. */
// a lambda without state cannot be marked as immutable, nor can the shared sets of levels
@SuppressWarnings("ImmutableEnumChecker")
public enum Keyword implements Field {
    /** Finished, and none of the next three. All four are the root's at trace level: what it handled does not count. */
    OK("ok", BOOLEAN, Level.CALLS, subject(Entity::ok)),
    /** A 4xx, 429 apart. */
    ERROR("error", BOOLEAN, Level.CALLS, subject(Entity::error)),
    /** A 429. */
    THROTTLE("throttle", BOOLEAN, Level.CALLS, subject(Entity::throttle)),
    /** A 5xx. */
    FAULT("fault", BOOLEAN, Level.CALLS, subject(Entity::fault)),
    /** Unfinished. */
    PARTIAL("partial", BOOLEAN, Level.CALLS, scope -> Stream.of(scope.partial())),
    /** Seen by the calls to it only. */
    INFERRED("inferred", BOOLEAN, Level.CALLS, scope -> Stream.of(scope.inferred())),
    /** The service that the trace began with. */
    ROOT("root", BOOLEAN, Set.of(Level.SERVICE), scope -> Stream.of(scope.root())),
    /** Seconds. */
    RESPONSE_TIME("responsetime", NUMBER, Level.CALLS, subject(it -> Scope.number(it.duration()))),
    /** Seconds, with work after the response. */
    DURATION("duration", NUMBER, Level.CALLS, scope -> Stream.ofNullable(Scope.number(scope.duration()))),
    /** Of the response. */
    HTTP_STATUS("http.status", NUMBER, Level.CALLS, subject(it -> Scope.number(it.status()))),
    /** Of the request. */
    HTTP_URL("http.url", TEXT, Level.CALLS, subject(it -> it.request("url"))),
    /** Of the request. */
    HTTP_METHOD("http.method", TEXT, Level.CALLS, subject(it -> it.request("method"))),
    /** Of the request. */
    HTTP_USERAGENT("http.useragent", TEXT, Level.CALLS, subject(it -> it.request("user_agent"))),
    /** Of the request. */
    HTTP_CLIENTIP("http.clientip", TEXT, Level.CALLS, subject(it -> it.request("client_ip"))),
    /** Of any segment, as the next three. */
    USER("user", TEXT, Level.SEGMENTS, any(Entity::user)),
    /** Of EC2. */
    AVAILABILITY_ZONE("availabilityzone", TEXT, Level.SEGMENTS, any(it -> it.ec2("availability_zone"))),
    /** Of EC2. */
    INSTANCE_ID("instance.id", TEXT, Level.SEGMENTS, any(it -> it.ec2("instance_id"))),
    /** Of what runs the service. */
    RESOURCE_ARN("resource.arn", TEXT, Level.SEGMENTS, any(Entity::resourceArn)),
    /** Of a service, an entity or an exception. */
    NAME("name", TEXT, Level.NAMED, scope -> Stream.concat(scope.ofNode(Node::name), scope.ofPart(CausePart::name))),
    /** Of a service. */
    TYPE("type", TEXT, Level.TYPED, scope -> Stream.concat(scope.ofNode(Node::type), scope.ofPart(CausePart::type))),
    /** Of an exception. */
    MESSAGE("message", TEXT, Set.of(Level.CAUSE_EXCEPTION), part(CausePart::message)),
    /** The place on the way, from 0. */
    INDEX("index", NUMBER, Level.CAUSES, part(it -> (double) it.index())),
    /** Where the way begins. */
    FIRST("first", BOOLEAN, Level.CAUSES, part(it -> it.index() == 0)),
    /** Where the way ends. */
    LAST("last", BOOLEAN, Level.CAUSES, part(CausePart::last)),
    /** A call to another node. */
    REMOTE("remote", BOOLEAN, Level.CAUSE_ENTITIES, part(CausePart::remote)),
    /** The share of the root's time, 0 to 1. */
    COVERAGE("coverage", NUMBER, Set.of(Level.DELAY_ENTITY), part(CausePart::coverage));

    private final String text;
    private final Kind kind;
    private final Set<Level> levels;
    private final Function<Scope, Stream<Object>> values;

    Keyword(String text, Kind kind, Set<Level> levels, Function<Scope, Stream<Object>> values) {
        this.text = text;
        this.kind = kind;
        this.levels = levels;
        this.values = values;
    }

    /** The keyword so written, in any case. */
    static Optional<Keyword> of(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        return Stream.of(values()).filter(keyword -> keyword.text.equals(lower)).findFirst();
    }

    Kind kind() {
        return kind;
    }

    /** Whether it means something there. */
    boolean standsIn(Level level) {
        return levels.contains(level);
    }

    @Override
    public Stream<Object> values(Scope scope) {
        return values.apply(scope);
    }

    @Override
    public boolean present(Scope scope) {
        return kind == BOOLEAN ? values(scope).anyMatch(Boolean.TRUE::equals) : Field.super.present(scope);
    }

    @Override
    public boolean takes(Operator operator, Value value) {
        return operator.suits(kind); // a value of another kind is no mistake, it just never matches
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
