package io.culprit.diagnose.probe.host;

import io.culprit.kernel.procfs.CgroupPaths;
import io.culprit.kernel.procfs.CommandLine;
import io.culprit.kernel.procfs.Cursor;
import io.culprit.kernel.procfs.PidFiles;
import io.culprit.model.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@link Identity Identities} of thousands of processes, one after another, at a fraction of the cost, and with equal texts held
 * once. Used by one thread.
 */
public final class Identities implements AutoCloseable {
    /**
     * @param script what an interpreter runs
     * @param masked for a person
     */
    private record Line(Optional<String> script, String masked) {}

    private static final Line NO_LINE = new Line(Optional.empty(), "");

    private final PidFiles files = new PidFiles();
    private final Recent<Answer<String>> executables = new Recent<>();
    private final Recent<Line> lines = new Recent<>();
    private final Recent<CgroupNames> cgroups = new Recent<>();
    /** Programs by their name, so that equal ones are one. */
    private final Recent<String> programs = new Recent<>();

    private OptionalInt uid = OptionalInt.empty();

    /** As {@link Identity#of(int, String, boolean)}. */
    public Identity of(int pid, String comm, boolean kernelThread) {
        if (kernelThread) {
            return Identity.ofKernelThread(comm);
        }
        Answer<String> exe = executable(pid);
        Line line = line(pid);
        CgroupNames cgroup = cgroup(pid);
        String program = one(cgroup.qualify(Identity.program(comm, exe.asOptional(), line.script)));
        return Identity.of(comm, program, exe, line.masked, cgroup, uid(pid));
    }

    private Answer<String> executable(int pid) {
        int n = files.link(pid, "exe");
        if (n < 0) {
            return Answer.unavailable(PidFiles.why("readlink", pid, "exe", -n));
        }
        Optional<Answer<String>> known = executables.get(files.bytes(), n);
        return known.isPresent() ? known.get() : executables.put(files.bytes(), n, Answer.known(text(n)));
    }

    private Line line(int pid) {
        int n = files.read(pid, "cmdline");
        if (n <= 0) {
            return NO_LINE;
        }
        Optional<Line> known = lines.get(files.bytes(), n);
        if (known.isPresent()) {
            return known.get();
        }
        String[] arguments = CommandLine.split(files.bytes(), n);
        return lines.put(files.bytes(), n, new Line(Identity.script(arguments), CommandLine.masked(arguments)));
    }

    private CgroupNames cgroup(int pid) {
        int n = files.read(pid, "cgroup");
        if (n <= 0) {
            return CgroupNames.NONE;
        }
        Optional<CgroupNames> known = cgroups.get(files.bytes(), n);
        return known.isPresent()
                ? known.get()
                : cgroups.put(files.bytes(), n, CgroupNames.of(CgroupPaths.parse(text(n).stripTrailing())));
    }

    private OptionalInt uid(int pid) {
        int n = files.read(pid, "status");
        long number = n < 0 ? Cursor.NONE : PidFiles.number(files.bytes(), n, "Uid");
        if (number == Cursor.NONE) {
            return OptionalInt.empty();
        }
        if (uid.isEmpty() || uid.getAsInt() != (int) number) {
            uid = OptionalInt.of((int) number);
        }
        return uid;
    }

    private String one(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Optional<String> known = programs.get(bytes, bytes.length);
        return known.isPresent() ? known.get() : programs.put(bytes, bytes.length, text);
    }

    private String text(int length) {
        return new String(files.bytes(), 0, length, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        files.close();
    }
}
