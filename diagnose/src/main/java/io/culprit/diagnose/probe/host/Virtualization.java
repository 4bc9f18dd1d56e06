package io.culprit.diagnose.probe.host;

import io.culprit.kernel.procfs.CpuInfo;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.model.Answer;
import java.util.List;
import java.util.Map;

/**
 * Which hypervisor runs the host, named as systemd-detect-virt(1) does. That asks the CPUID instruction, which Java cannot; the
 * clock sources that a guest is offered tell the same for KVM, Hyper-V and Xen.
 *
 * @param dmi the vendors and names of {@code /sys/class/dmi/id}; empty when there is none
 * @param clockSources {@code available_clocksource}
 * @param hypervisorType {@code /sys/hypervisor/type}
 * @param xenCapabilities {@code /proc/xen/capabilities}
 * @param deviceTree {@code /proc/device-tree/hypervisor/compatible}
 */
record Virtualization(
        CpuInfo cpu,
        List<String> dmi,
        String clockSources,
        String hypervisorType,
        String xenCapabilities,
        String deviceTree) {

    /** Names that are more telling than the hypervisor below them: systemd believes DMI first for these. */
    private static final List<Map.Entry<String, String>> PLATFORMS = List.of(
            Map.entry("Amazon EC2", "amazon"),
            Map.entry("innotek GmbH", "oracle"),
            Map.entry("VirtualBox", "oracle"),
            Map.entry("Oracle Corporation", "oracle"),
            Map.entry("Parallels", "parallels"),
            Map.entry("Google Compute Engine", "google"),
            Map.entry("VMware", "vmware"),
            Map.entry("VMW", "vmware"),
            Map.entry("Apple Virtualization", "apple"),
            Map.entry("BHYVE", "bhyve"),
            Map.entry("Bochs", "bochs"));

    private static final List<Map.Entry<String, String>> LATER = List.of(
            Map.entry("KVM", "kvm"),
            Map.entry("KubeVirt", "kvm"),
            Map.entry("OpenStack", "kvm"),
            Map.entry("Xen", "xen"),
            Map.entry("Hyper-V", "microsoft"),
            Map.entry("Virtual Machine", "microsoft"),
            Map.entry("QEMU", "qemu"));

    static Virtualization read(String root, CpuInfo cpu) {
        List<String> dmi =
                List.of("product_name", "sys_vendor", "board_vendor", "bios_vendor", "product_version").stream()
                        .map(f -> text(root + "/sys/class/dmi/id/" + f))
                        .filter(s -> !s.isEmpty())
                        .toList();
        return new Virtualization(
                cpu,
                dmi,
                text(root + "/sys/devices/system/clocksource/clocksource0/available_clocksource"),
                text(root + "/sys/hypervisor/type"),
                text(root + "/proc/xen/capabilities"),
                text(root + "/proc/device-tree/hypervisor/compatible"));
    }

    Answer<String> name() {
        if (xenCapabilities.contains("control_d")) {
            return Answer.known("none");
        }
        if (cpu.vendor().filter("User Mode Linux"::equals).isPresent()) {
            return Answer.known("uml");
        }
        boolean metal = cpu.flagsKnown() && !cpu.hypervisorFlag();
        if (metal && hypervisorType.isEmpty()) {
            return Answer.known("none");
        }
        String found = firstOf(PLATFORMS);
        if (found.isEmpty()) {
            found = paravirtual();
        }
        if (found.isEmpty()) {
            found = firstOf(LATER);
        }
        if (!found.isEmpty()) {
            return Answer.known(found);
        }
        if (cpu.hypervisorFlag()) {
            return Answer.known("vm-other");
        }
        return dmi.isEmpty()
                ? Answer.unavailable(
                        "this CPU does not tell whether a hypervisor runs it, and /sys/class/dmi/id is absent")
                : Answer.known("none");
    }

    private String paravirtual() {
        String clues = clockSources + " " + hypervisorType + " " + deviceTree;
        if (clues.contains("kvm")) {
            return "kvm";
        }
        if (clues.contains("hyperv")) {
            return "microsoft";
        }
        return clues.contains("xen") ? "xen" : "";
    }

    private String firstOf(List<Map.Entry<String, String>> names) {
        for (String value : dmi) {
            for (var name : names) {
                if (value.startsWith(name.getKey())) {
                    return name.getValue();
                }
            }
        }
        return "";
    }

    private static String text(String path) {
        return KernelFile.text(path).asOptional().orElse("").replace("\0", " ").strip();
    }
}
