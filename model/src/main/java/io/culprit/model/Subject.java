package io.culprit.model;

import java.util.List;

/**
 * Whom a finding is about.
 *
 * @param program what groups the processes, as a person would name it; "the host" for {@link #host}
 * @param processes those concerned, worst first; empty for the host
 * @param count processes concerned; may exceed the listed ones
 */
public record Subject(Kind kind, String program, List<ProcessId> processes, int count) {

    public enum Kind {
        PROCESS,
        PROGRAM,
        HOST
    }

    public Subject {
        processes = List.copyOf(processes);
    }

    public static Subject host() {
        return new Subject(Kind.HOST, "the host", List.of(), 0);
    }

    public static Subject process(String program, ProcessId process) {
        return new Subject(Kind.PROCESS, program, List.of(process), 1);
    }

    public static Subject program(String program, List<ProcessId> processes) {
        return processes.size() == 1
                ? process(program, processes.getFirst())
                : new Subject(Kind.PROGRAM, program, processes, processes.size());
    }
}
