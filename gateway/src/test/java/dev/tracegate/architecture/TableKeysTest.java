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
 * comparable keys in logarithmic time and a bin of other keys linearly. So the key type of a table must be Comparable, or
 * be listed here with the reason why no sender chooses it.
 */
class TableKeysTest {
    private static final String BASE = "dev.tracegate.";

    /** Key classes that no sender chooses, and tables by field name if the class alone does not tell, with the reason. */
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
            Map.entry(BASE + "dispatch.DestinationRoute", "identity: one per destination"),
            Map.entry(BASE + "dispatch.BatchAttempt", "identity: one per call"),
            Map.entry(BASE + "http.ClientConnection", "identity: one per connection"),
            Map.entry("io.vertx.core.http.HttpConnection", "identity: one per connection"),
            Map.entry(BASE + "segment.Segment", "identity"),
            Map.entry(BASE + "embedded.model.Entity", "identity"),
            Map.entry(BASE + "embedded.graph.Service", "identity"),
            Map.entry("io.vertx.core.Future", "identity: one per write"),
            Map.entry(BASE + "config.schema.Key", "identity: the fixed set of settings"),
            Map.entry("java.nio.file.OpenOption", "constants"));

    @Test
    void keys_of_tables_are_comparable_or_not_chosen_by_senders() {
        var code = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.tracegate");
        fields().should(haveComparableKeys()).check(code);
    }

    private static ArchCondition<JavaField> haveComparableKeys() {
        return new ArchCondition<>("have comparable keys if they are tables") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                if (isTable(field.getRawType()) && field.getType() instanceof JavaParameterizedType type) {
                    var key = type.getActualTypeArguments().getFirst();
                    events.add(new SimpleConditionEvent(field, isComparable(key) || isNotChosen(field, key),
                            field.getFullName() + " has keys of type " + key.getName()
                                    + ": make it Comparable, or list the reason why no sender chooses it"));
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

    private static boolean isComparable(JavaType key) {
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

    /** The premise of the rule: with 45,000 keys of one hash code an access takes some 16 comparisons, not thousands. */
    @ParameterizedTest
    @MethodSource("tables")
    void a_table_of_comparable_keys_with_equal_hash_codes_is_searched_in_logarithmic_time(Map<Counted, Integer> table) {
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
