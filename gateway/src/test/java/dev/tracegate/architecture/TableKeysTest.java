package dev.tracegate.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.JavaTypeVariable;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Senders choose trace ids, addresses, names and codes, and can choose them to have equal hash codes. The JDK's hash tables search a bin of
 * such keys by the keys' own order, in logarithmic time; keys without an order they search one by one. So the key of a table is Comparable, or
 * stands here with the reason why no sender chooses it.
 */
class TableKeysTest {
    private static final String BASE = "dev.tracegate.";

    /** Keys by class name, and tables by field name where that says more, that no sender chooses. */
    private static final Map<String, String> NOT_CHOSEN = Map.ofEntries(
            Map.entry(BASE + "tenant.Destination", "account and Region of a configured role"),
            Map.entry(BASE + "tenant.Tenant", "configured"),
            Map.entry(BASE + "tenant.Match", "configured"),
            Map.entry(BASE + "tenant.Cidr", "configured"),
            Map.entry(BASE + "aws.credentials.RoleSession", "a configured role, or a task's role that is allowed"),
            Map.entry("java.net.InetAddress",
                    "of tasks and hosts, from ECS, Docker and the kernel; those of senders are a SourceKey"),
            Map.entry(BASE + "identity.proc.Cgroup", "a container's, from the kernel"),
            Map.entry(BASE + "identity.proc.SocketHolders$Holder", "a process of this host"),
            Map.entry(BASE + "identity.host.TaskAudit$Key", "a task's, from ECS"),
            Map.entry(BASE + "dispatch.DestinationRoute", "identity: one a destination"),
            Map.entry(BASE + "dispatch.BatchAttempt", "identity: one a call"),
            Map.entry(BASE + "http.ClientConnection", "identity: one a connection"),
            Map.entry("io.vertx.core.http.HttpConnection", "identity: one a connection"),
            Map.entry(BASE + "segment.Segment", "identity"),
            Map.entry(BASE + "embedded.model.Entity", "identity"),
            Map.entry(BASE + "embedded.graph.Service", "identity"),
            Map.entry("io.vertx.core.Future", "identity: one a write"),
            Map.entry(BASE + "config.schema.Key", "identity: the settings that there are"),
            Map.entry("java.nio.file.OpenOption", "constants"));

    @Test
    void keys_of_tables_have_an_order_or_are_chosen_by_no_sender() {
        var code = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.tracegate");
        fields().should(haveOrderedKeys()).check(code);
    }

    private static ArchCondition<JavaField> haveOrderedKeys() {
        return new ArchCondition<>("have keys with an order where they are tables") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                if (isTable(field.getRawType()) && field.getType() instanceof JavaParameterizedType type) {
                    var key = type.getActualTypeArguments().getFirst();
                    events.add(new SimpleConditionEvent(field, isOrdered(key) || isNotChosen(field, key),
                            field.getFullName() + " has keys of type " + key.getName()
                                    + ": make it Comparable, or say why no sender chooses it"));
                }
            }
        };
    }

    private static boolean isTable(JavaClass type) {
        boolean sorted = type.isAssignableTo(SortedMap.class) || type.isAssignableTo(SortedSet.class);
        return !sorted && (type.isAssignableTo(Map.class) || type.isAssignableTo(Set.class));
    }

    private static boolean isNotChosen(JavaField field, JavaType key) {
        return NOT_CHOSEN.containsKey(key.toErasure().getName()) || NOT_CHOSEN.containsKey(field.getFullName());
    }

    private static boolean isOrdered(JavaType key) {
        return key instanceof JavaTypeVariable<?> variable
                ? variable.getBounds().stream().anyMatch(bound -> bound.toErasure().isAssignableTo(Comparable.class))
                : key.toErasure().isAssignableTo(Comparable.class);
    }

    /** A key that counts how often it is compared. */
    record Counted(int number, AtomicLong comparisons) implements Comparable<Counted> {
        @Override
        public int hashCode() {
            return 7;
        }

        @Override
        public boolean equals(Object other) {
            comparisons.incrementAndGet();
            return other instanceof Counted same && same.number == number;
        }

        @Override
        public int compareTo(Counted other) {
            comparisons.incrementAndGet();
            return Integer.compare(number, other.number);
        }
    }

    static Stream<Map<Counted, Integer>> tables() {
        return Stream.of(new HashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(16, 0.75f, true),
                new ConcurrentHashMap<>());
    }

    /** What the rule rests on: 45,000 keys of one hash code take some 16 comparisons each, not thousands. */
    @ParameterizedTest
    @MethodSource("tables")
    void a_table_of_ordered_keys_with_one_hash_code_is_searched_like_a_tree(Map<Counted, Integer> table) {
        var comparisons = new AtomicLong();
        int keys = 45_000;

        for (int i = 0; i < keys; i++) {
            table.put(new Counted(i, comparisons), i);
            table.get(new Counted(i / 2, comparisons));
        }
        Collection<Integer> values = table.values();
        assertThat(values).hasSize(keys);
        for (int i = 0; i < keys; i++) {
            table.remove(new Counted(i, comparisons));
        }

        assertThat(comparisons).hasValueLessThan(3L * keys * 100);
    }
}
