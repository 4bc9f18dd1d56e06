package io.culprit.record.sample;

import io.culprit.kernel.procfs.Cursor;
import io.culprit.model.recording.HostKey;
import io.culprit.record.store.Frame;
import java.nio.charset.StandardCharsets;

/** {@code /proc/stat} (proc_stat(5)). Its line of interrupts is as long as all others together: only its sum is parsed. */
final class CpuText implements HostText {
    private static final long MICROS = 1_000_000;
    private static final byte[] CPU = key("cpu");
    private static final String[] STATES = {
        HostKey.CPU + "user",
        HostKey.CPU + "nice",
        HostKey.CPU + "system",
        HostKey.CPU + "idle",
        HostKey.CPU + "iowait",
        HostKey.CPU + "irq",
        HostKey.CPU + "softirq",
        HostKey.CPU + "steal"
    };

    private static final NamedNumbers OTHERS = new NamedNumbers(1)
            .with("intr ", HostKey.INTERRUPTS)
            .with("ctxt ", HostKey.CONTEXT_SWITCHES)
            .with("processes ", HostKey.FORKS)
            .with("procs_running ", HostKey.RUNNABLE)
            .with("procs_blocked ", HostKey.BLOCKED);

    private final long microsPerTick;

    CpuText(long ticksPerSecond) {
        microsPerTick = MICROS / ticksPerSecond;
    }

    @Override
    public void take(Cursor text, Frame frame) {
        long cpus = 0;
        for (; text.more(); text.line()) {
            if (!text.skip(CPU)) {
                OTHERS.takeLine(text, frame);
            } else if (text.here() == ' ') {
                all(text, frame);
            } else {
                cpus++;
            }
        }
        if (cpus > 0) {
            frame.host(HostKey.CPUS, cpus);
        }
    }

    private void all(Cursor text, Frame frame) {
        for (String state : STATES) {
            long ticks = text.number();
            if (ticks < 0) {
                return;
            }
            frame.host(state, ticks * microsPerTick);
        }
    }

    private static byte[] key(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
