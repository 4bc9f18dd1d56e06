package io.culprit.kernel.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines in the forms of cgroups(7), systemd, Docker and Kubernetes. */
class CgroupPathsTest {
    private static final String ID = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "0::/system.slice/nginx.service, nginx.service",
        "0::/system.slice/nginx.service/worker.scope, worker.scope",
        "0::/user.slice/user-1000.slice/user@1000.service/app.slice/app.service, app.service",
        "0::/user.slice/user-1000.slice/user@1000.service/init.scope, init.scope",
        "0::/user.slice/user-1000.slice/session-3.scope, ''",
        "0::/, ''",
        "0::/a.services/b, ''"
    })
    void theInnermostUnitThatSaysWhatRuns(String line, String unit) {
        assertThat(CgroupPaths.parse(line).unit().orElse("")).isEqualTo(unit);
    }

    @Test
    void aContainerIsKnownByItsDigits() {
        for (String path : new String[] {
            "/docker/" + ID,
            "/system.slice/docker-" + ID + ".scope",
            "/kubepods/burstable/podx/cri-containerd-" + ID + ".scope"
        }) {
            assertThat(CgroupPaths.parse("0::" + path).container()).contains("0123456789ab");
        }
        assertThat(CgroupPaths.parse("0::/docker/" + ID.substring(1)).container())
                .isEmpty();
    }

    @Test
    void oldHierarchiesGoByController() {
        CgroupPaths p = CgroupPaths.parse("4:cpu,cpuacct:/a\n3:memory:/b:c\n1:name=systemd:/d\n0::/e");
        assertThat(p.byController())
                .containsEntry("cpu", "/a")
                .containsEntry("cpuacct", "/a")
                .containsEntry("memory", "/b:c")
                .containsEntry("", "/e");
    }

    @Test
    void whereHierarchiesDifferTheUnifiedOneCounts() {
        assertThat(CgroupPaths.parse("1:name=systemd:/system.slice/b.service\n5:pids:/\n0::/system.slice/a.service")
                        .unit())
                .contains("a.service");
        assertThat(CgroupPaths.parse("1:name=systemd:/system.slice/b.service\n5:pids:/\n0::/")
                        .unit())
                .contains("b.service");
    }

    @Test
    void nonsenseIsPassedOver() {
        assertThat(CgroupPaths.parse("").byController()).isEmpty();
        assertThat(CgroupPaths.parse("x\n:\n\u001b[0m").byController()).isEmpty();
    }
}
