package io.culprit.diagnose.probe.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.procfs.CpuInfo;
import io.culprit.model.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VirtualizationTest {
    private static final CpuInfo GUEST = CpuInfo.parse("flags\t: fpu hypervisor");
    private static final CpuInfo METAL = CpuInfo.parse("flags\t: fpu");
    private static final CpuInfo ARM = CpuInfo.parse("Features\t: fp");

    private static Answer<String> of(CpuInfo cpu, String dmi, String clocks) {
        return new Virtualization(cpu, dmi.isEmpty() ? List.of() : List.of(dmi), clocks, "", "", "").name();
    }

    @ParameterizedTest
    @CsvSource({
        "QEMU, tsc kvm-clock, kvm",
        "QEMU, tsc, qemu",
        "Amazon EC2, tsc kvm-clock, amazon",
        "Google Compute Engine, tsc kvm-clock, google",
        "'VMware, Inc.', tsc, vmware",
        "innotek GmbH, tsc, oracle",
        "Virtual Machine, tsc hyperv_clocksource_tsc_page, microsoft",
        "HVM domU, tsc xen, xen",
        "'', tsc kvm-clock, kvm",
        "Some Vendor, tsc hpet, vm-other"
    })
    void aGuestIsNamedByDmiAndClocks(String dmi, String clocks, String name) {
        assertThat(of(GUEST, dmi, clocks)).isEqualTo(Answer.known(name));
    }

    @Test
    void bareMetalOfACloudIsNoGuest() {
        assertThat(of(METAL, "Amazon EC2", "tsc hpet")).isEqualTo(Answer.known("none"));
    }

    @Test
    void armWithoutDmiIsUnknown() {
        assertThat(of(ARM, "", "arch_sys_counter").whyNot())
                .hasValueSatisfying(w -> assertThat(w).contains("dmi"));
        assertThat(of(ARM, "Ampere", "arch_sys_counter")).isEqualTo(Answer.known("none"));
        assertThat(of(ARM, "KVM Virtual Machine", "arch_sys_counter")).isEqualTo(Answer.known("kvm"));
    }

    @Test
    void theFirstXenDomainIsTheHost() {
        assertThat(new Virtualization(METAL, List.of(), "xen", "xen", "control_d\n", "").name())
                .isEqualTo(Answer.known("none"));
        assertThat(new Virtualization(METAL, List.of(), "xen tsc", "xen", "", "").name())
                .isEqualTo(Answer.known("xen"));
    }
}
