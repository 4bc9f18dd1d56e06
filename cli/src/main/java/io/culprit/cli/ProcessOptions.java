package io.culprit.cli;

import io.culprit.model.recording.History;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.record.plot.Selection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which processes of a recording, and in what order. */
final class ProcessOptions {
    enum By {
        process,
        program
    }

    enum Sort {
        last,
        max,
        growth,
        mean
    }

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // Filled in by picocli before any method is called.
    private CommandSpec spec;

    @Option(
            names = "--pid",
            paramLabel = "P",
            description =
                    "Only this process. May be given several times; a pid that was reused names several processes.")
    private List<Integer> pids = List.of();

    @Option(
            names = "--name",
            paramLabel = "GLOB",
            description = "Only processes whose command name is like this: 'nginx', 'worker-*'.")
    private @Nullable String name;

    @Option(
            names = "--program",
            paramLabel = "GLOB",
            description = "Only processes of this program: its whole name or what follows the last '/'.")
    private @Nullable String program;

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            description = "One line for each process (default), or for each program with its processes added up.")
    private By by = By.process;

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            description =
                    "The greatest first by last, max, growth or mean (default: last in a table, max in a picture).")
    private @Nullable Sort sort;

    @Option(names = "--top", paramLabel = "N", description = "At most so many lines, 1 to 2000.")
    private @Nullable Integer top;

    boolean isByProgram() {
        return by == By.program;
    }

    boolean isGiven() {
        return !pids.isEmpty() || name != null || program != null;
    }

    Selection selection(int usualTop, Sort usualSort) {
        int lines = top == null ? usualTop : top;
        if (lines < 1 || lines > Selection.MOST) {
            throw new ParameterException(spec.commandLine(), "--top " + lines + ": must be 1 to " + Selection.MOST);
        }
        return new Selection(
                wanted(),
                by == By.process ? History.By.PROCESS : History.By.PROGRAM,
                switch (sort == null ? usualSort : sort) {
                    case last -> History.Sort.LAST;
                    case max -> History.Sort.MAX;
                    case growth -> History.Sort.GROWTH;
                    case mean -> History.Sort.MEAN;
                },
                lines);
    }

    private Predicate<RecordedProcess> wanted() {
        Predicate<RecordedProcess> wanted = p -> true;
        if (!pids.isEmpty()) {
            List<Integer> these = List.copyOf(pids);
            wanted = wanted.and(p -> these.contains(p.id().pid()));
        }
        if (name != null) {
            Predicate<String> glob = Glob.of(name);
            wanted = wanted.and(p -> glob.test(p.name()));
        }
        if (program != null) {
            Predicate<String> glob = Glob.of(program);
            wanted = wanted.and(p -> isOf(p, glob));
        }
        return wanted;
    }

    private static boolean isOf(RecordedProcess p, Predicate<String> glob) {
        return glob.test(p.program())
                || glob.test(afterSlash(p.program()))
                || is(p.executable().map(ProcessOptions::afterSlash), glob)
                || is(p.unit(), glob)
                || is(p.container(), glob);
    }

    private static boolean is(Optional<String> text, Predicate<String> glob) {
        return text.isPresent() && glob.test(text.get());
    }

    private static String afterSlash(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
