package io.culprit.kernel.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.sys.KernelFile;
import org.junit.jupiter.api.Test;

class CpuInfoTest {
    /** Linux 6.18, a virtual machine on AMD, shortened; the second frequency changed. */
    private static final String AMD = """
            processor	: 0
            vendor_id	: AuthenticAMD
            model name	: AMD EPYC
            cpu MHz		: 2596.098
            flags		: fpu vme rdrand hypervisor lahf_lm

            processor	: 1
            vendor_id	: AuthenticAMD
            model name	: AMD EPYC
            cpu MHz		: 2600.098
            flags		: fpu vme rdrand hypervisor lahf_lm
            """;

    /** An arm64 server, form of arch/arm64/kernel/cpuinfo.c. */
    private static final String ARM = """
            processor	: 0
            BogoMIPS	: 243.75
            Features	: fp asimd evtstrm
            CPU implementer	: 0x41
            CPU architecture: 8
            CPU variant	: 0x3
            CPU part	: 0xd0c
            CPU revision	: 1
            """;

    @Test
    void readsModelFrequencyAndTheHypervisorFlag() {
        CpuInfo amd = CpuInfo.parse(AMD);
        assertThat(amd.model()).contains("AMD EPYC");
        assertThat(amd.meanMhz()).hasValue(2598.098);
        assertThat(amd.hypervisorFlag()).isTrue();
    }

    @Test
    void armNamesNoModelAndHasNoFlagOfHypervisors() {
        CpuInfo arm = CpuInfo.parse(ARM);
        assertThat(arm.model()).contains("ARM implementer 0x41 part 0xd0c");
        assertThat(arm.flagsKnown()).isFalse();
        assertThat(arm.meanMhz()).isEmpty();
    }

    @Test
    void powerPrintsItsClockWithAUnit() {
        CpuInfo power =
                CpuInfo.parse("processor\t: 0\ncpu\t\t: POWER9, altivec supported\nclock\t\t: 3800.000000MHz\n");
        assertThat(power.model()).contains("POWER9, altivec supported");
        assertThat(power.meanMhz()).hasValue(3800);
    }

    @Test
    void aFlagThatMerelyContainsTheWordIsAnother() {
        assertThat(CpuInfo.parse("flags\t: fpu nohypervisor").hypervisorFlag()).isFalse();
    }

    @Test
    void absurdFrequenciesAreNoFrequencies() {
        assertThat(CpuInfo.parse("cpu MHz\t: NaN\ncpu MHz\t: -3\ncpu MHz\t: x\ncpu MHz\n: 5\n")
                        .meanMhz())
                .isEmpty();
    }

    @Test
    void readsTheLiveMachine() {
        assertThat(CpuInfo.parse(KernelFile.text("/proc/cpuinfo").asOptional().orElseThrow())
                        .model())
                .isPresent();
    }
}
