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

/** A word that stands for something of a trace, a service or an edge. */
// a lambda without state cannot be marked as immutable, nor can the shared sets of levels
@SuppressWarnings("ImmutableEnumChecker")
public enum Keyword implements Field {
    OK("ok", BOOLEAN, Level.ALL, scope -> scope.ofSubject(Entity::ok)),
    // each of the four outcomes is the root's at trace level: a fault that the root handled does not make the trace one
    ERROR("error", BOOLEAN, Level.ALL, scope -> scope.ofSubject(Entity::error)),
    // a 429 is this and not an error
    THROTTLE("throttle", BOOLEAN, Level.ALL, scope -> scope.ofSubject(Entity::throttle)), FAULT("fault", BOOLEAN,
            Level.ALL,
            scope -> scope.ofSubject(Entity::fault)), PARTIAL("partial", BOOLEAN, Level.ALL, scope -> Stream.of(scope
                    .partial())), INFERRED("inferred", BOOLEAN, Level.ALL, scope -> Stream.of(scope.inferred())), ROOT(
                            "root", BOOLEAN, Level.ONLY_SERVICE,
                            scope -> Stream.of(scope.root())), RESPONSE_TIME("responsetime", NUMBER, Level.ALL,
                                    scope -> scope.ofSubject(it -> Scope.number(it.duration()))), DURATION("duration",
                                            NUMBER, Level.ALL,
                                            scope -> Stream.ofNullable(Scope.number(scope.duration()))), HTTP_STATUS(
                                                    "http.status", NUMBER, Level.ALL,
                                                    scope -> scope
                                                            .ofSubject(it -> Scope.number(it.status()))), HTTP_URL(
                                                                    "http.url", TEXT, Level.ALL,
                                                                    scope -> scope.ofSubject(
                                                                            it -> it.request("url"))), HTTP_METHOD(
                                                                                    "http.method", TEXT, Level.ALL,
                                                                                    scope -> scope
                                                                                            .ofSubject(it -> it.request(
                                                                                                    "method"))), HTTP_USERAGENT(
                                                                                                            "http.useragent",
                                                                                                            TEXT,
                                                                                                            Level.ALL,
                                                                                                            scope -> scope
                                                                                                                    .ofSubject(
                                                                                                                            it -> it.request(
                                                                                                                                    "user_agent"))), HTTP_CLIENTIP(
                                                                                                                                            "http.clientip",
                                                                                                                                            TEXT,
                                                                                                                                            Level.ALL,
                                                                                                                                            scope -> scope
                                                                                                                                                    .ofSubject(
                                                                                                                                                            it -> it.request(
                                                                                                                                                                    "client_ip"))), USER(
                                                                                                                                                                            "user",
                                                                                                                                                                            TEXT,
                                                                                                                                                                            Level.NOT_EDGE,
                                                                                                                                                                            scope -> scope
                                                                                                                                                                                    .ofAny(Entity::user)), AVAILABILITY_ZONE(
                                                                                                                                                                                            "availabilityzone",
                                                                                                                                                                                            TEXT,
                                                                                                                                                                                            Level.NOT_EDGE,
                                                                                                                                                                                            scope -> scope
                                                                                                                                                                                                    .ofAny(it -> it
                                                                                                                                                                                                            .ec2("availability_zone"))), INSTANCE_ID(
                                                                                                                                                                                                                    "instance.id",
                                                                                                                                                                                                                    TEXT,
                                                                                                                                                                                                                    Level.NOT_EDGE,
                                                                                                                                                                                                                    scope -> scope
                                                                                                                                                                                                                            .ofAny(it -> it
                                                                                                                                                                                                                                    .ec2("instance_id"))), RESOURCE_ARN(
                                                                                                                                                                                                                                            "resource.arn",
                                                                                                                                                                                                                                            TEXT,
                                                                                                                                                                                                                                            Level.NOT_EDGE,
                                                                                                                                                                                                                                            scope -> scope
                                                                                                                                                                                                                                                    .ofAny(Entity::resourceArn)), NAME(
                                                                                                                                                                                                                                                            "name",
                                                                                                                                                                                                                                                            TEXT,
                                                                                                                                                                                                                                                            Level.ONLY_SERVICE,
                                                                                                                                                                                                                                                            scope -> scope
                                                                                                                                                                                                                                                                    .ofNode(Node::name)), TYPE(
                                                                                                                                                                                                                                                                            "type",
                                                                                                                                                                                                                                                                            TEXT,
                                                                                                                                                                                                                                                                            Level.ONLY_SERVICE,
                                                                                                                                                                                                                                                                            scope -> scope
                                                                                                                                                                                                                                                                                    .ofNode(Node::type));

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
}
