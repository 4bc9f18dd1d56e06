package io.culprit.kernel.procfs;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * {@code /proc/cpuinfo}, whose lines differ by architecture.
 *
 * @param model as the vendor names it; on arm64, where Linux prints no name, implementer and part number
 * @param meanMhz mean of the {@code cpu MHz} of all CPUs (x86) or of their {@code clock} (POWER)
 * @param flagsKnown whether there was a line {@code flags}, which x86 alone has
 * @param hypervisorFlag the CPU says that a hypervisor runs it (CPUID leaf 1, ECX bit 31)
 */
public record CpuInfo(
        Optional<String> model,
        OptionalDouble meanMhz,
        Optional<String> vendor,
        boolean flagsKnown,
        boolean hypervisorFlag) {

    public static CpuInfo parse(String text) {
        String model = "";
        String vendor = "";
        String implementer = "";
        String part = "";
        double mhz = 0;
        int clocks = 0;
        boolean flags = false;
        boolean hypervisor = false;
        for (String line : text.split("\n", -1)) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                continue;
            }
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon).strip()) {
                case "model name", "cpu" -> model = model.isEmpty() ? value : model;
                case "vendor_id" -> vendor = value;
                case "CPU implementer" -> implementer = value;
                case "CPU part" -> part = value;
                case "cpu MHz", "clock" -> {
                    double m = mhz(value);
                    mhz += m;
                    clocks += m > 0 ? 1 : 0;
                }
                case "flags" -> {
                    flags = true;
                    hypervisor = (" " + value + " ").contains(" hypervisor ");
                }
                default -> {}
            }
        }
        if (model.isEmpty() && !implementer.isEmpty()) {
            model = "ARM implementer " + implementer + " part " + part;
        }
        return new CpuInfo(
                filled(model),
                clocks == 0 ? OptionalDouble.empty() : OptionalDouble.of(mhz / clocks),
                filled(vendor),
                flags,
                hypervisor);
    }

    private static Optional<String> filled(String s) {
        return s.isBlank() ? Optional.empty() : Optional.of(s);
    }

    private static double mhz(String value) {
        try {
            double m = Double.parseDouble(value.endsWith("MHz") ? value.substring(0, value.length() - 3) : value);
            return Double.isFinite(m) && m > 0 ? m : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
