package io.culprit.kernel.sysfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuFilesTest {
    @TempDir
    Path root;

    private void put(String file, String text) throws IOException {
        Path p = root.resolve("sys/devices/system/cpu").resolve(file);
        Files.createDirectories(p.getParent());
        Files.writeString(p, text + "\n");
    }

    private CpuFiles files() {
        return new CpuFiles(root.toString());
    }

    @Test
    void readsRangesOfCpus() {
        assertThat(CpuFiles.list("0-2,7\n")).containsExactly(0, 1, 2, 7);
        assertThat(CpuFiles.list("")).isEmpty();
        assertThat(CpuFiles.list("3-1,x,-5,0-999999999999,4")).containsExactly(4);
    }

    @Test
    void frequenciesAreMeanAndHighestInMegahertz() throws IOException {
        put("cpu0/cpufreq/scaling_cur_freq", "800000");
        put("cpu1/cpufreq/scaling_cur_freq", "3200000");
        put("cpu0/cpufreq/cpuinfo_max_freq", "3500000");
        put("cpu1/cpufreq/cpuinfo_max_freq", "5100000");
        assertThat(files().meanMhz(List.of(0, 1, 2)).asOptional()).contains(2000.0);
        assertThat(files().maxMhz(List.of(0, 1, 2)).asOptional()).contains(5100.0);
    }

    @Test
    void aPackageCountsOnceThoughEachOfItsCpusRepeatsIt() throws IOException {
        for (int cpu = 0; cpu < 4; cpu++) {
            put("cpu" + cpu + "/thermal_throttle/core_throttle_count", "3");
            put("cpu" + cpu + "/thermal_throttle/package_throttle_count", "10");
            put("cpu" + cpu + "/topology/physical_package_id", cpu < 2 ? "0" : "1");
        }
        assertThat(files().throttles(List.of(0, 1, 2, 3)).asOptional()).contains(4 * 3 + 2 * 10L);
    }

    @Test
    void aMachineWithoutThemSaysSo() {
        assertThat(files().throttles(List.of(0)).why()).contains("no CPU has it");
        assertThat(files().meanMhz(List.of(0)).why()).contains("virtual machines");
    }

    @Test
    void theLiveMachineHasACpu() {
        assertThat(new CpuFiles("").online().asOptional().orElseThrow()).isNotEmpty();
    }
}
