package io.culprit.record.imports;

import io.culprit.model.recording.HostKey;

/** The lines of {@code atop -P} that are about the host. */
final class AtopHost {
    private static final double MICROS = 1_000_000;
    private static final double THOUSANDTHS = 1000;
    private static final String[] CPU_STATES = {"system", "user", "nice", "idle", "iowait", "irq", "softirq", "steal"};

    private final Samples samples;
    private boolean reset;
    private String[] fields = {};

    AtopHost(Samples samples) {
        this.samples = samples;
    }

    /**
     * @param fields after the common ones
     * @param reset counters are since the boot
     * @return whether something came of it
     */
    boolean line(String label, String[] fields, boolean reset) {
        this.fields = fields;
        this.reset = reset;
        return switch (label) {
            case "CPU" -> cpu();
            case "CPL" -> load();
            case "MEM" -> memory();
            case "SWP" -> swap();
            case "PSI" -> pressure();
            case "NET" -> network();
            default -> false;
        };
    }

    private boolean cpu() {
        double hertz = number(0);
        if (!(hertz > 0)) {
            return false;
        }
        level(HostKey.CPUS, number(1), 1);
        for (int i = 0; i < CPU_STATES.length; i++) {
            counter(HostKey.CPU + CPU_STATES[i], number(2 + i), MICROS / hertz);
        }
        return true;
    }

    private boolean load() {
        level(HostKey.LOAD_1, number(1), THOUSANDTHS);
        level(HostKey.LOAD_5, number(2), THOUSANDTHS);
        level(HostKey.LOAD_15, number(3), THOUSANDTHS);
        counter(HostKey.CONTEXT_SWITCHES, number(4), 1);
        counter(HostKey.INTERRUPTS, number(5), 1);
        return true;
    }

    private boolean memory() {
        double page = number(0);
        level(HostKey.MEMORY + "MemTotal", number(1), page);
        level(HostKey.MEMORY + "MemFree", number(2), page);
        level(HostKey.MEMORY + "Cached", number(3), page);
        level(HostKey.MEMORY + "Buffers", number(4), page);
        level(HostKey.MEMORY + "Slab", number(5), page);
        level(HostKey.MEMORY + "Dirty", number(6), page);
        level(HostKey.MEMORY + "SReclaimable", number(7), page);
        level(HostKey.TCP_MEMORY, number(18), page);
        level(HostKey.UDP_MEMORY, number(19), page);
        return page > 0;
    }

    private boolean swap() {
        double page = number(0);
        level(HostKey.MEMORY + "SwapTotal", number(1), page);
        level(HostKey.MEMORY + "SwapFree", number(2), page);
        level(HostKey.MEMORY + "Committed_AS", number(4), page);
        level(HostKey.MEMORY + "CommitLimit", number(5), page);
        return page > 0;
    }

    private boolean pressure() {
        if (fields.length < 21 || !fields[0].equals("y")) {
            return false;
        }
        counter(HostKey.PRESSURE_SOME + "cpu", number(4), 1);
        counter(HostKey.PRESSURE_SOME + "memory", number(8), 1);
        counter(HostKey.PRESSURE_FULL + "memory", number(12), 1);
        counter(HostKey.PRESSURE_SOME + "io", number(16), 1);
        counter(HostKey.PRESSURE_FULL + "io", number(20), 1);
        return true;
    }

    private boolean network() {
        if (fields.length < 5 || fields[0].equals("upper") || fields[0].isEmpty()) {
            return false;
        }
        counter(HostKey.RX_PACKETS + fields[0], number(1), 1);
        counter(HostKey.RX_BYTES + fields[0], number(2), 1);
        counter(HostKey.TX_PACKETS + fields[0], number(3), 1);
        counter(HostKey.TX_BYTES + fields[0], number(4), 1);
        return true;
    }

    private double number(int index) {
        return index < fields.length ? Numbers.decimal(fields[index]) : Double.NaN;
    }

    private void level(String key, double value, double factor) {
        double scaled = value * factor;
        if (scaled >= 0 && scaled < Long.MAX_VALUE) {
            samples.hostLevel(key, scaled);
        }
    }

    private void counter(String key, double value, double factor) {
        double scaled = value * factor;
        if (!(scaled >= 0 && scaled < Long.MAX_VALUE)) {
            return;
        }
        if (reset) {
            samples.hostCounter(key, scaled);
        } else {
            samples.hostMore(key, scaled);
        }
    }
}
