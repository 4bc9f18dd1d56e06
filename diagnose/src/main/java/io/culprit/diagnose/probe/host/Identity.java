package io.culprit.diagnose.probe.host;

import io.culprit.kernel.procfs.CgroupPaths;
import io.culprit.kernel.procfs.CommandLine;
import io.culprit.kernel.procfs.Processes;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.kernel.sys.Read;
import io.culprit.model.Answer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a process is, as far as that does not change while it lives: read once, when somebody asks.
 *
 * @param program groups it with others of its kind: its name, told apart by script, container and unit
 * @param command secrets masked; the name in brackets for a kernel thread
 * @param cgroup its path in the unified hierarchy, or else in that of the first controller by name
 * @param uid empty when the process vanished before it could be read
 */
public record Identity(
        String program,
        Answer<String> executable,
        String command,
        Optional<String> cgroup,
        Optional<String> unit,
        Optional<String> container,
        OptionalInt uid) {

    /** What they run says more than what they are. */
    private static final Set<String> INTERPRETERS = Set.of(
            "java", "python", "python2", "python3", "node", "nodejs", "perl", "ruby", "php", "bash", "sh", "dash");

    private static final String DELETED = " (deleted)";
    private static final Answer<String> NO_EXECUTABLE = Answer.unavailable("a kernel thread has no executable");
    private static final OptionalInt ROOT = OptionalInt.of(0);

    /** @param comm as the kernel gives it */
    public static Identity of(int pid, String comm, boolean kernelThread) {
        if (kernelThread) {
            return ofKernelThread(comm);
        }
        Read<String> exe = Processes.executable(pid);
        String[] arguments = Processes.commandLine(pid).asOptional().orElse(new String[0]);
        CgroupNames cgroup =
                CgroupPaths.of(pid).asOptional().map(CgroupNames::of).orElse(CgroupNames.NONE);
        String program = cgroup.qualify(program(comm, exe.asOptional(), arguments));
        String command = CommandLine.masked(arguments);
        return of(comm, program, Kernel.answer(exe), command, cgroup, uid(pid));
    }

    static Identity ofKernelThread(String comm) {
        return new Identity(
                kernelProgram(comm),
                NO_EXECUTABLE,
                "[" + comm + "]",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ROOT);
    }

    static Identity of(
            String comm, String program, Answer<String> exe, String command, CgroupNames cgroup, OptionalInt uid) {
        return new Identity(
                program,
                exe,
                command.isEmpty() ? comm : command,
                cgroup.shown(),
                cgroup.unit(),
                cgroup.container(),
                uid);
    }

    /** Workers that rename themselves still belong to their executable; scripts are told apart by name. */
    static String program(String comm, Optional<String> exe, String[] arguments) {
        return program(comm, exe, script(arguments));
    }

    static String program(String comm, Optional<String> exe, Optional<String> script) {
        String file = exe.map(Identity::fileName).orElse("");
        if (file.isEmpty()) {
            return comm;
        }
        if (INTERPRETERS.contains(file) || INTERPRETERS.contains(withoutVersion(file))) {
            return script.isPresent() ? file + " " + script.get() : file;
        }
        return file;
    }

    /** {@code python} for {@code python3.11}. */
    private static String withoutVersion(String file) {
        int end = file.length();
        while (end > 0
                && (file.charAt(end - 1) == '.' || (file.charAt(end - 1) >= '0' && file.charAt(end - 1) <= '9'))) {
            end--;
        }
        return file.substring(0, end);
    }

    /** The first argument that names what runs: a script, the jar after {@code -jar}, a module after {@code -m}, a class. */
    static Optional<String> script(String[] arguments) {
        for (int i = 1; i < arguments.length; i++) {
            String a = arguments[i];
            boolean takesValue =
                    a.equals("-cp") || a.equals("-classpath") || a.equals("--module-path") || a.equals("-p");
            if (takesValue) {
                i++;
            } else if (a.equals("-c") || a.equals("-e")) {
                return Optional.empty();
            } else if (!a.startsWith("-")) {
                return Optional.of(fileName(a));
            }
        }
        return Optional.empty();
    }

    static String fileName(String path) {
        String p = path.endsWith(DELETED) ? path.substring(0, path.length() - DELETED.length()) : path;
        int slash = p.lastIndexOf('/');
        return slash < 0 ? p : p.substring(slash + 1);
    }

    /** {@code kworker/0:1-events} and {@code ksoftirqd/3} are one program for all CPUs. */
    private static String kernelProgram(String name) {
        int slash = name.indexOf('/');
        return slash > 0 ? name.substring(0, slash) : name;
    }

    private static OptionalInt uid(int pid) {
        return KernelFile.text("/proc/" + pid + "/status")
                .asOptional()
                .map(Identity::uid)
                .orElse(OptionalInt.empty());
    }

    private static OptionalInt uid(String status) {
        return status.lines()
                .filter(l -> l.startsWith("Uid:"))
                .mapToInt(l -> Integer.parseUnsignedInt(l.split("\\s+", -1)[1]))
                .findFirst();
    }
}
