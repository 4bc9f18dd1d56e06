package io.culprit.model.evidence;

import io.culprit.model.Answer;

/**
 * Where it was read (step 13).
 *
 * @param virtualization "kvm", "vmware", "none" and the like, as far as the CPU and DMI tell
 * @param container what the tool itself runs in ("docker", "lxc", "none")
 * @param cpuMhz current frequency, mean of the cores, MHz
 * @param thermalThrottles throttle events within the window, of all cores and packages
 */
public record Host(
        String name,
        String bootId,
        String kernel,
        String architecture,
        String distribution,
        long uptimeSeconds,
        int cpus,
        Answer<String> cpuModel,
        Answer<Double> cpuMhz,
        Answer<Double> cpuMaxMhz,
        Answer<Long> thermalThrottles,
        Answer<String> virtualization,
        Answer<String> container,
        Answer<String> clockSource,
        long clockTicksPerSecond,
        long pageBytes,
        Privileges privileges) {

    /**
     * With which rights the tool ran.
     *
     * @param capabilities names of the effective ones that matter to us, such as {@code CAP_BPF}
     */
    public record Privileges(int uid, java.util.List<String> capabilities) {
        public Privileges {
            capabilities = java.util.List.copyOf(capabilities);
        }
    }
}
