package io.culprit.model.recording;

import io.culprit.model.ProcessId;
import java.util.Optional;

/**
 * A level that jumped out of what is usual on this host at this time of day.
 *
 * @param millis when it was noticed, on the wall clock; the jump itself lies one to three samples before
 * @param from the usual level lately: median of the last hour, in the signal's unit
 * @param to the level that it held, in the signal's unit
 * @param riser the program whose CPU rose most meanwhile, where CPU is the point and one stands out
 */
public record Spike(long millis, Signal signal, double from, double to, Optional<Riser> riser) {

    /** What is watched. */
    public enum Signal {
        CPU("CPU", "CPUs"),
        LOAD("load", ""),
        CPU_PRESSURE("CPU pressure", "%"),
        MEMORY_PRESSURE("memory pressure", "%"),
        IO_PRESSURE("I/O pressure", "%"),
        PROGRAM_CPU("one program's CPU", "CPUs");

        private final String words;
        private final String unit;

        Signal(String words, String unit) {
            this.words = words;
            this.unit = unit;
        }

        public String words() {
            return words;
        }

        /** Empty for a bare number; a share of 0 to 1 is shown in {@code %}. */
        public String unit() {
            return unit;
        }
    }

    /**
     * Who rose.
     *
     * @param program what groups it with others of its kind
     * @param name of its hottest process; not yet safe for a terminal
     * @param hottest its hottest process
     * @param processes how many of its processes used CPU
     * @param from CPUs of all its processes together, median of the last hour; {@code to} the CPUs that they held
     */
    public record Riser(String program, String name, ProcessId hottest, int processes, double from, double to) {}
}
