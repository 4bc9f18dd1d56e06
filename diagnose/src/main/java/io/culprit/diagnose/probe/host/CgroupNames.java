package io.culprit.diagnose.probe.host;

import io.culprit.kernel.procfs.CgroupPaths;
import java.util.Optional;

/**
 * What the cgroup of a process tells of it.
 *
 * @param shown its path in the unified hierarchy, or else in that of the first controller by name
 */
record CgroupNames(Optional<String> shown, Optional<String> unit, Optional<String> container) {
    static final CgroupNames NONE = new CgroupNames(Optional.empty(), Optional.empty(), Optional.empty());

    /** The kernel cuts the name of a process there. */
    private static final int COMM_BYTES = 15;

    static CgroupNames of(CgroupPaths paths) {
        return new CgroupNames(paths.shown(), paths.unit(), paths.container());
    }

    /** One program in two containers is two; a unit of another name says what a program is for. */
    String qualify(String program) {
        if (container.isPresent()) {
            return program + " in " + container.get();
        }
        return unit.isPresent() && !sameName(unit.get(), program) ? program + " (" + unit.get() + ")" : program;
    }

    private static boolean sameName(String unit, String program) {
        String stem = unit.substring(0, unit.lastIndexOf('.'));
        return stem.contains(program)
                || program.contains(stem)
                || (program.length() > COMM_BYTES && stem.contains(program.substring(0, COMM_BYTES)));
    }
}
