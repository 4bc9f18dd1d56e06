package io.culprit.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Nothing flows back, and only the ground floor talks to the kernel. */
class ArchitectureTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.culprit");

    @Test
    void theRulesSeeAllModulesThatHoldCode() {
        assertThat(OURS).anyMatch(c -> c.getPackageName().startsWith("io.culprit.kernel"));
        assertThat(OURS).anyMatch(c -> c.getPackageName().startsWith("io.culprit.model"));
        assertThat(OURS).anyMatch(c -> c.getPackageName().startsWith("io.culprit.diagnose.judge"));
    }

    @Test
    void onlyTheKernelModuleUsesForeignMemoryAndCalls() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.culprit.kernel..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.lang.foreign..")
                .check(OURS);
    }

    @Test
    void theKernelModuleKnowsNoneOfTheOthers() {
        never(
                "io.culprit.kernel..",
                "io.culprit.model..",
                "io.culprit.diagnose..",
                "io.culprit.record..",
                "io.culprit.report..",
                "io.culprit.cli..");
    }

    @Test
    void theModelKnowsNoneOfTheOthersAndTouchesNoFile() {
        never(
                "io.culprit.model..",
                "io.culprit.kernel..",
                "io.culprit.diagnose..",
                "io.culprit.record..",
                "io.culprit.report..",
                "io.culprit.cli..",
                "java.io..",
                "java.nio.file..");
    }

    @Test
    void diagnosisKnowsNothingOfRendering() {
        never("io.culprit.diagnose..", "io.culprit.record..", "io.culprit.report..", "io.culprit.cli..");
    }

    @Test
    void recordingKnowsNothingOfRendering() {
        never("io.culprit.record..", "io.culprit.report..", "io.culprit.cli..");
    }

    @Test
    void onlyTheStoreKnowsHowARecordingLiesOnDisk() {
        noClasses()
                .that()
                .resideInAPackage("io.culprit.record.(sample|spike|replay|plot)..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.nio.channels..")
                .allowEmptyShould(true)
                .check(OURS);
    }

    @Test
    void nothingNeedsADisplayOrFonts() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.awt..", "javax.imageio..", "javax.swing..")
                .check(OURS);
    }

    @Test
    void judgesAndQuestionsReadNothingButEvidence() {
        for (String room : new String[] {"io.culprit.diagnose.judge..", "io.culprit.diagnose.check.."}) {
            never(
                    room,
                    "io.culprit.kernel..",
                    "io.culprit.diagnose.probe..",
                    "io.culprit.diagnose.plan..",
                    "java.io..",
                    "java.nio.file..",
                    "java.time..");
        }
    }

    private static void never(String from, String... to) {
        noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(to)
                .check(OURS);
    }
}
