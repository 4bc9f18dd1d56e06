package io.culprit.record.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.record.install.Installation.Plan;
import io.culprit.record.sample.SettingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstallationTest {
    private static final int THIS_KERNEL = 40;

    @TempDir
    Path host;

    private Installation installation;

    @BeforeEach
    void aHostWithoutTheService() {
        installation =
                new Installation(host.resolve("systemd/" + ServiceUnit.NAME), host.resolve("culprit/record.conf"));
    }

    @Test
    void aSecondInstallationOfTheSameChangesNothing() throws IOException {
        Plan first = installation.install(unit("culprit"), Map.of(SettingKey.KEEP, "90d"));
        assertThat(first.unit().before()).isEmpty();
        carryOut(first);
        assertThat(installation
                        .install(unit("culprit"), Map.of(SettingKey.KEEP, "90d"))
                        .changesNothing())
                .isTrue();
        assertThat(installation.install(unit("culprit"), Map.of()).changesNothing())
                .isTrue();
        assertThat(Files.readString(installation.configuration())).contains("\nkeep = 90d\n");
    }

    @Test
    void anotherPlaceChangesTheUnitAlone() throws IOException {
        carryOut(installation.install(unit("culprit"), Map.of()));
        assertThat(installation.recording()).contains(Path.of("/var/lib/culprit"));

        Plan moved = installation.install(unit("big/culprit"), Map.of());

        assertThat(moved.configuration().changesNothing()).isTrue();
        assertThat(moved.unit().difference()).contains("-StateDirectory=culprit", "+StateDirectory=big/culprit");
        carryOut(moved);
        assertThat(installation.recording()).contains(Path.of("/var/lib/big/culprit"));
    }

    @Test
    void removalTakesWhatWasWrittenAndNothingElse() throws IOException {
        carryOut(installation.install(unit("culprit"), Map.of()));
        Files.writeString(host.resolve("culprit/other"), "x");

        carryOut(installation.uninstall());

        assertThat(installation.unit()).doesNotExist();
        assertThat(installation.configuration()).doesNotExist();
        installation.removeEmptyDirectory();
        assertThat(host.resolve("culprit/other")).exists();
        Files.delete(host.resolve("culprit/other"));
        installation.removeEmptyDirectory();
        assertThat(host.resolve("culprit")).doesNotExist();
        assertThat(installation.uninstall().changesNothing()).isTrue();
    }

    @Test
    void filesOfSomebodyElseAreKnownAsSuch() throws IOException {
        Files.createDirectories(installation.unit().getParent());
        Files.createDirectories(installation.configuration().getParent());
        Files.write(installation.unit(), new byte[] {'[', (byte) 0xff, ']'});
        Files.writeString(installation.configuration(), "every = 30s\n");

        assertThat(installation.install(unit("culprit"), Map.of()).unit().touchesAnothersFile())
                .isTrue();
        Plan removal = installation.uninstall();
        assertThat(removal.unit().touchesAnothersFile()).isTrue();
        assertThat(removal.configuration().changesNothing()).isTrue();
        carryOut(removal);
        assertThat(installation.configuration()).hasContent("every = 30s");
    }

    @Test
    void theUnitIsCompleteAndGivesAReasonForEachRight() {
        String text = unit("culprit").text();
        assertThat(text).doesNotContainPattern("@[A-Z_]+@");
        assertThat(text)
                .contains("\nExecStart=/opt/culprit/culprit record --store /var/lib/culprit\n")
                .contains("\nEnvironment=JAVA_HOME=/usr/lib/jvm/jdk-25 ");
        for (Right right : Right.values()) {
            assertThat(text).contains("# " + right + ": " + right.purpose());
        }
        assertThat(text.lines().filter(l -> l.startsWith("AmbientCapabilities=")))
                .hasSize(1)
                .allMatch(l -> l.endsWith("CAP_BPF CAP_CHECKPOINT_RESTORE"));
    }

    @Test
    void anOlderKernelGetsNoRightThatItDoesNotKnow() {
        assertThat(Right.known(37)).containsExactly(Right.CAP_DAC_READ_SEARCH, Right.CAP_SYS_PTRACE, Right.CAP_SYSLOG);
        assertThat(Right.known(THIS_KERNEL)).containsExactly(Right.values());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/opt/a b/culprit", "/opt/%h/culprit", "/opt/$X/culprit", "/opt/a\"b", "/opt/a\nb", "/opt/a\\b"})
    void aPathThatAUnitWouldInterpretIsNotPlain(String path) {
        assertThat(ServiceUnit.plain(Path.of(path))).isFalse();
        assertThat(ServiceUnit.plain(Path.of("/usr/lib/jvm/jdk-25.0.1+8/culprit_1")))
                .isTrue();
    }

    @Test
    void theProgramIsWhereItsJarIsWhateverAClassOfItSays() throws IOException {
        Path launcher = Files.createFile(host.resolve("culprit"));
        Path lib = Files.createDirectories(host.resolve(".culprit-build/lib"));
        Path jar = Files.createFile(lib.resolve("culprit-cli.jar"));
        String home = System.getProperty("java.home");
        assertThat(Program.of(jar.toString(), home)).isEmpty();
        assertThat(launcher.toFile().setExecutable(true)).isTrue();

        Program found = Program.of(jar.toString(), home).orElseThrow();
        assertThat(found.launcher()).isEqualTo(launcher.toRealPath());
        assertThat(found.writtenSeconds()).isBetween(1_500_000_000L, System.currentTimeMillis() / 1000);
        for (String other : new String[] {"", "\0", lib.toString(), launcher.toString(), jar + ":" + jar, "/none"}) {
            assertThat(Program.of(other, home)).as(other).isEmpty();
        }
    }

    @Test
    void whoCouldExchangeTheProgramIsFound() throws IOException {
        Path launcher = Files.createFile(host.resolve("culprit"));
        Path lib = Files.createDirectories(host.resolve(".culprit-build/lib"));
        Path jar = Files.createFile(lib.resolve("culprit-cli.jar"));
        Files.setPosixFilePermissions(jar, java.nio.file.attribute.PosixFilePermissions.fromString("rw-rw-rw-"));
        Program program = new Program(launcher, Path.of(System.getProperty("java.home")));

        assertThat(program.exchangeable()).contains(jar);
        assertThat(program.obstacles()).anyMatch(o -> o.contains(launcher.toString()) && o.contains("chmod o+rx"));
    }

    private static ServiceUnit unit(String state) {
        return new ServiceUnit(
                Path.of("/opt/culprit/culprit"), Path.of("/usr/lib/jvm/jdk-25"), state, Right.known(THIS_KERNEL));
    }

    private static void carryOut(Plan plan) throws IOException {
        for (Change change : List.copyOf(plan.changes())) {
            change.carryOut();
        }
    }
}
