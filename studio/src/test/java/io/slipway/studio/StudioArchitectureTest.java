package io.slipway.studio;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows within the studio, and from it. */
class StudioArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.slipway.studio");

    @Test
    void theClassesWereFound() {
        assertThat(CLASSES).hasSizeGreaterThanOrEqualTo(40);
    }

    @Test
    void itsPackagesHaveNoCycles() {
        slices().matching("io.slipway.studio.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /** What plays and films scenarios must do so on any installation, not only on those that are made for practice. */
    @Test
    void onlyPracticeKnowsTheServerAndTheCommandLine() {
        noClasses()
                .that(resideInAPackage("io.slipway.studio..")
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(
                                resideInAPackage("io.slipway.studio.practice.."))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.slipway.server..", "io.slipway.cli..", "io.slipway.samples..", "io.slipway.database..")
                .check(CLASSES);
    }
}
