package io.slipway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrows between the modules and what holds for every class; see docs/adr/0002-modules-by-domain.md. */
class ArchitectureTest {
    private static final String RELEASE = "io.slipway.release..";
    private static final String ROLLOUT = "io.slipway.rollout..";
    private static final String ENABLEMENT = "io.slipway.enablement..";
    private static final String DATABASE = "io.slipway.database..";
    private static final String SAMPLES = "io.slipway.samples..";
    private static final String TESTKIT = "io.slipway.testkit..";
    private static final String STORE = "io.slipway.store..";
    private static final String SERVER = "io.slipway.server..";
    private static final String CLI = "io.slipway.cli..";

    /** Another module's tests come as target/test-classes before they are packaged, and as a jar after that. */
    private static final ImportOption NO_TEST_JARS = location -> !location.contains("-tests.jar");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(NO_TEST_JARS)
            .importPackages("io.slipway");

    /** A rule about no classes holds always: so the classes are counted. Raise a floor as its module grows. */
    @ParameterizedTest
    @CsvSource({
        "release, 200",
        "rollout, 30",
        "enablement, 10",
        "database, 60",
        "samples, 8",
        "store, 5",
        "server, 50",
        "testkit, 20",
        "cli, 10"
    })
    void theClassesWereFound(String module, int floor) {
        assertThat(CLASSES.that(resideInAPackage("io.slipway." + module + "..")))
                .as("classes of %s", module)
                .hasSizeGreaterThanOrEqualTo(floor);
    }

    @Test
    void everyClassBelongsToAModule() {
        check(noClasses()
                .should(be(resideOutsideOfPackage(
                        "io.slipway.(release|rollout|enablement|database|samples|store|server|testkit|cli).."))));
    }

    @Test
    void releaseKnowsNoOtherModule() {
        check(noClasses()
                .that(resideInAPackage(RELEASE))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROLLOUT, DATABASE, SAMPLES, STORE, SERVER, TESTKIT, CLI));
    }

    @Test
    void rolloutKnowsOnlyRelease() {
        check(noClasses()
                .that(resideInAPackage(ROLLOUT))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        DATABASE, SAMPLES, STORE, SERVER, TESTKIT, CLI, "org.springframework..", "picocli.."));
    }

    @Test
    void enablementKnowsOnlyRelease() {
        check(noClasses()
                .that(resideInAPackage(ENABLEMENT))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROLLOUT, DATABASE, SAMPLES, STORE, SERVER, TESTKIT, CLI, "org.springframework..", "picocli.."));
    }

    @Test
    void thePackagesOfRolloutHaveNoCycles() {
        check(slices().matching("io.slipway.rollout.(*)..").should().beFreeOfCycles());
    }

    @Test
    void releaseKnowsNoDriver() {
        check(noClasses()
                .that(resideInAPackage(RELEASE))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.postgresql..",
                        "org.mariadb..",
                        "org.sqlite..",
                        "io.zonky..",
                        "com.zaxxer..",
                        "picocli.."));
    }

    @Test
    void databaseKnowsOnlyReleaseAndRollout() {
        check(noClasses()
                .that(resideInAPackage(DATABASE))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SAMPLES, STORE, SERVER, TESTKIT, CLI));
    }

    @Test
    void theStoreKnowsNothingOfTheServer() {
        check(noClasses()
                .that(resideInAPackage(STORE))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROLLOUT, SAMPLES, SERVER, TESTKIT, CLI));
    }

    @Test
    void theServerKnowsNothingOfTheCommandLine() {
        check(noClasses()
                .that(resideInAPackage(SERVER))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(TESTKIT, CLI, "picocli.."));
    }

    @Test
    void ofTheServerOnlyLabsKnowTheSample() {
        check(noClasses()
                .that(resideInAPackage(SERVER))
                .and(resideOutsideOfPackages("io.slipway.server.lab.."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(SAMPLES));
    }

    /** The command line starts without the server's libraries: only what is named here may touch them. */
    @Test
    void onlyServeTouchesTheServer() {
        check(noClasses()
                .that(resideInAPackage(CLI))
                .and()
                .doNotHaveSimpleName("Serving")
                .and()
                .doNotHaveSimpleName("StoreCopying")
                .and()
                .doNotHaveSimpleName("AuditVerifying")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(STORE, SERVER, "org.springframework.."));
    }

    @Test
    void samplesStandAlone() {
        check(noClasses()
                .that(resideInAPackage(SAMPLES))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(RELEASE, ROLLOUT, DATABASE, STORE, SERVER, TESTKIT, CLI));
    }

    @Test
    void theTestkitStandsAlone() {
        check(noClasses()
                .that(resideInAPackage(TESTKIT))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(RELEASE, ROLLOUT, DATABASE, STORE, SERVER, SAMPLES, CLI));
    }

    @Test
    void thePackagesOfReleaseHaveNoCycles() {
        check(slices().matching("io.slipway.release.(*)..")
                .should()
                .beFreeOfCycles()
                // The one known: a product makes its reference server, which is made of targets.
                .ignoreDependency(
                        simpleName("DatabaseProduct").and(resideInAPackage("io.slipway.release.target")),
                        resideInAPackage("io.slipway.release.reference")));
    }

    @Test
    void publicClassesOfReleaseAreClosed() {
        check(classes().that(resideInAPackage(RELEASE)).and().arePublic().should(be(closed())));
    }

    @Test
    void onlyTheCommandLineAndTheTestkitPrint() {
        check(noClasses().that(resideOutsideOfPackages(CLI, TESTKIT)).should().accessField(System.class, "out"));
        check(noClasses().that(resideOutsideOfPackages(CLI, TESTKIT)).should().accessField(System.class, "err"));
    }

    @Test
    void nobodyLogsThroughTheJdk() {
        check(noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging.."));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }

    /** Final, a record or an enum, sealed, an interface, or abstract: nobody extends by accident. */
    private static DescribedPredicate<JavaClass> closed() {
        return DescribedPredicate.describe(
                "final, record, enum, sealed, interface or abstract",
                type -> type.isRecord()
                        || type.isEnum()
                        || type.isInterface()
                        || type.getModifiers().contains(JavaModifier.FINAL)
                        || type.getModifiers().contains(JavaModifier.ABSTRACT)
                        || type.reflect().isSealed());
    }
}
