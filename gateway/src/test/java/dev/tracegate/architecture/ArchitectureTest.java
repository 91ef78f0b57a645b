package dev.tracegate.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The permitted dependencies between packages and on libraries. */
class ArchitectureTest {
    private static final String BASE = "dev.tracegate.";
    private static final String[] LAYERS = {"segment", "tenant", "sampling", "flow", "retry", "budget", "text", "http",
            "sqlite",
            "files", "identity", "ingest", "dispatch", "spool", "aws", "embedded", "admin", "telemetry", "config",
            "crypto", "cli", "takeover", "store", "app"};
    private static final String[] PURE = {BASE + "segment..", BASE + "tenant..", BASE + "sampling..", BASE + "flow..",
            BASE + "retry..",
            BASE + "budget..", BASE + "text..", BASE + "sqlite..", BASE + "files.."};
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.tracegate");

    @Test
    void packages_depend_only_on_lower_packages() {
        LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true);
        for (var name : LAYERS) {
            layers = layers.layer(name).definedBy(BASE + name + "..");
        }
        layers.whereLayer("segment")
                .mayNotAccessAnyLayer()
                .whereLayer("tenant")
                .mayOnlyAccessLayers("segment")
                .whereLayer("sampling")
                .mayOnlyAccessLayers("segment", "tenant")
                .whereLayer("store")
                .mayOnlyAccessLayers("tenant", "sampling", "sqlite")
                .whereLayer("flow")
                .mayOnlyAccessLayers("segment", "tenant", "sampling", "budget", "text")
                .whereLayer("retry")
                .mayNotAccessAnyLayer()
                .whereLayer("budget")
                .mayNotAccessAnyLayer()
                .whereLayer("text")
                .mayNotAccessAnyLayer()
                .whereLayer("http")
                .mayOnlyAccessLayers("budget")
                .whereLayer("sqlite")
                .mayNotAccessAnyLayer()
                .whereLayer("files")
                .mayNotAccessAnyLayer()
                .whereLayer("identity")
                .mayOnlyAccessLayers("segment", "tenant", "budget", "text", "files", "http", "retry")
                .whereLayer("ingest")
                .mayOnlyAccessLayers("segment", "tenant", "sampling", "budget", "text", "http", "flow", "retry",
                        "identity")
                .whereLayer("dispatch")
                .mayOnlyAccessLayers("segment", "tenant", "text", "flow", "retry")
                .whereLayer("spool")
                .mayOnlyAccessLayers("segment", "tenant", "text", "flow", "dispatch", "sqlite", "files")
                .whereLayer("aws")
                .mayOnlyAccessLayers("segment", "tenant", "budget", "text", "http", "flow", "retry", "identity",
                        "dispatch",
                        "ingest", "files")
                .whereLayer("embedded")
                .mayOnlyAccessLayers("segment", "tenant", "sampling", "budget", "text", "flow", "dispatch", "ingest",
                        "sqlite")
                .whereLayer("admin")
                .mayOnlyAccessLayers("segment", "tenant", "budget", "text", "http", "flow", "dispatch", "telemetry",
                        "files")
                .whereLayer("config")
                .mayOnlyAccessLayers("segment", "tenant", "sampling", "text", "flow", "retry", "files")
                .whereLayer("crypto")
                .mayNotAccessAnyLayer()
                .whereLayer("telemetry")
                .mayOnlyAccessLayers("segment", "tenant", "text", "flow", "dispatch", "ingest")
                .whereLayer("cli")
                .mayOnlyAccessLayers("config", "sampling", "text", "http", "files")
                .whereLayer("takeover")
                .mayOnlyAccessLayers("config", "cli", "ingest", "text", "files")
                .whereLayer("app")
                .mayNotBeAccessedByAnyLayer()
                .check(CODE);
    }

    @Test
    void packages_and_sub_packages_have_no_cycles() {
        slices().matching("dev.tracegate.(*)..").should().beFreeOfCycles().check(CODE);
        slices().matching("dev.tracegate.(**)").should().beFreeOfCycles().check(CODE);
    }

    /** A new package must be added to the layers above. */
    @Test
    void every_class_is_in_a_package_with_a_rule() {
        classes().should()
                .resideInAnyPackage(Stream.of(LAYERS).map(name -> BASE + name + "..").toArray(String[]::new))
                .check(CODE);
    }

    @Test
    void pure_packages_depend_only_on_the_jdk_and_each_other() {
        classes().that()
                .resideInAnyPackage(PURE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(Stream.concat(Stream.of("java..", "org.jspecify.annotations"), Stream.of(PURE))
                        .toArray(String[]::new))
                .check(CODE);
    }

    /** The state changes in {@code flow} update the ledger; a second writer could unbalance it. */
    @Test
    void only_flow_writes_to_the_ledger() {
        noClasses().that()
                .resideOutsideOfPackage(BASE + "flow..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(BASE + "flow.ledger.TenantLedger")
                .check(CODE);
    }

    /** Sub-packages that other top packages may use; those that are not listed belong to their own top package. */
    @Test
    void other_packages_use_only_the_open_sub_packages() {
        var open = Set.of("admin.auth", "admin.read", "aws.credentials", "aws.relay", "aws.settings", "aws.xray",
                "config.flags", "config.rules", "store.sqlite", "sampling.rule", "sampling.book", "sampling.quota",
                "sampling.head", "sampling.client",
                "config.load", "config.schema", "embedded.store", "flow.history", "flow.ledger", "identity.agent",
                "identity.docker", "identity.ecs", "identity.host", "identity.proc", "identity.sidecar",
                "ingest.source",
                "ingest.tcp", "ingest.udp", "telemetry.events", "telemetry.logging", "telemetry.metrics",
                "telemetry.summary");
        classes().should(new ArchCondition<>("use only open sub-packages of other top packages") {
            @Override
            public void check(JavaClass user, ConditionEvents events) {
                user.getDirectDependenciesFromSelf().forEach(dependency -> {
                    var used = dependency.getTargetClass().getPackageName();
                    boolean ours = used.startsWith(BASE) && !top(used).equals(top(user.getPackageName()));
                    if (ours && used.indexOf('.', BASE.length()) > 0 && !open.contains(used.substring(BASE.length()))) {
                        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                    }
                });
            }
        }).check(CODE);
    }

    private static String top(String name) {
        int end = name.indexOf('.', BASE.length());
        return end < 0 ? name : name.substring(0, end);
    }

    @Test
    void only_aws_uses_the_sdk() {
        noClasses().that()
                .resideOutsideOfPackage(BASE + "aws..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("software.amazon..")
                .check(CODE);
    }

    @Test
    void only_crypto_uses_the_native_provider() {
        noClasses().that()
                .resideOutsideOfPackage(BASE + "crypto..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.amazon.corretto..")
                .check(CODE);
    }

    @Test
    void only_ingest_listeners_and_transport_setup_use_netty() {
        noClasses().that()
                .resideOutsideOfPackages(BASE + "ingest..", BASE + "http..", BASE + "takeover..", BASE + "app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..")
                .check(CODE);
    }

    @Test
    void time_comes_from_an_injected_clock() {
        noClasses().that()
                .resideOutsideOfPackage(BASE + "app..")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(CODE);
    }

    @Test
    void class_names_have_no_generic_suffix() {
        classes().should()
                .haveSimpleNameNotEndingWith("Util")
                .andShould()
                .haveSimpleNameNotEndingWith("Utils")
                .andShould()
                .haveSimpleNameNotEndingWith("Helper")
                .andShould()
                .haveSimpleNameNotEndingWith("Manager")
                .andShould()
                .haveSimpleNameNotEndingWith("Impl")
                .check(CODE);
    }

    /** Covers top-level classes, including tests, so that a simple name identifies a class. */
    @Test
    void no_simple_name_is_used_for_two_classes() {
        var packages = new TreeMap<String, Set<String>>();
        for (var type : new ClassFileImporter().importPackages("dev.tracegate")) {
            if (type.isTopLevelClass() && !type.getSimpleName().equals("package-info")) {
                packages.computeIfAbsent(type.getSimpleName(), name -> new TreeSet<>()).add(type.getPackageName());
            }
        }
        packages.values().removeIf(names -> names.size() == 1);
        assertThat(packages).as("simple names and their packages").isEmpty();
    }

    /** The default of junit-platform.properties is for tests that run in the JVM of the test. */
    @Test
    void integration_tests_declare_a_timeout() {
        var tests = new ClassFileImporter().withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                .importPackages("dev.tracegate");
        classes().that().haveSimpleNameEndingWith("IT").should().beAnnotatedWith(Timeout.class).check(tests);
    }
}
