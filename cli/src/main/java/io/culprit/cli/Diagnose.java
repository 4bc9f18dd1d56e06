package io.culprit.cli;

import io.culprit.diagnose.Judgement;
import io.culprit.diagnose.plan.Investigation;
import io.culprit.diagnose.plan.Outcome;
import io.culprit.diagnose.plan.Request;
import io.culprit.model.Diagnosis;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.SyscallTrace.Method;
import io.culprit.report.EvidenceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code culprit diagnose}: one investigation of this host, or the judgement of one that was saved. */
@Command(
        name = "diagnose",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Investigates this host for some seconds and names the process that is to blame, with evidence,"
                    + " what was ruled out and what could not be known.",
            "It changes nothing and sends nothing anywhere. Root sees most; with less, it answers what it may."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:nothing found",
            "1:there are findings",
            "2:the command line is wrong",
            "3:it could not be done, or not wholly: one line on stderr says why"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  culprit diagnose                        the whole host",
            "  culprit diagnose --pid 18354 --for 30s  one process, for longer",
            "  culprit diagnose --save now.json.gz     keep the evidence",
            "  culprit diagnose --from now.json.gz     judge it again, anywhere",
            "  culprit diagnose --at '2026-11-23 03:12'  judge what the recorder saw then"
        })
final class Diagnose implements Callable<Integer> {
    /** What can be asked of a living host alone, or makes no sense of a recording, which stays. */
    private static final List<String> LIVE_ONLY =
            List.of("--from", "--save", "--pid", "--name", "--max-slowdown", "--without", "--allow-ptrace", "--smaps");

    @Option(
            names = "--pid",
            paramLabel = "P",
            description = "Look at this process, instead of whoever uses the CPU. May be given several times.")
    private List<Integer> pids = List.of();

    @Option(
            names = "--name",
            paramLabel = "N",
            description = "Look at the processes with this name (command name, program or executable).")
    private @Nullable String name;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Length.class,
            description = "How long to look, 1s to 10m (default: 10s).")
    private @Nullable Duration window;

    @Option(
            names = "--max-slowdown",
            paramLabel = "PERCENT",
            converter = Share.class,
            description = "Tracing stops before it costs a target more than this share of its time (default: 10%%).")
    private double slowdown = Request.DEFAULT_SLOWDOWN_LIMIT;

    @Option(
            names = "--without",
            paramLabel = "METHOD",
            split = ",",
            description = "Do not count system calls by this method: ebpf, perf, sampled. The next best one is used.")
    private Set<String> without = new LinkedHashSet<>();

    @Option(
            names = "--allow-ptrace",
            description = "Where eBPF and perf are refused, stop the suspects at every system call as strace does."
                    + " Exact, and slows them a lot.")
    private boolean allowPtrace;

    @Option(
            names = "--smaps",
            description = "Also read smaps_rollup of the suspects (PSS). It can stall a process with much memory for"
                    + " seconds.")
    private boolean smaps;

    @Option(names = "--save", paramLabel = "FILE", description = "Keep the evidence (gzip when it ends in .gz).")
    private @Nullable Path save;

    @Option(names = "--from", paramLabel = "FILE", description = "Judge saved evidence instead of this host.")
    private @Nullable Path from;

    @Option(
            names = "--at",
            paramLabel = "WHEN",
            description =
                    "Judge what the recorder saw at that moment and in the minute after it (--for changes that), instead"
                            + " of this host now: 03:12, 2h, '2026-11-23 03:12'.")
    private @Nullable String at;

    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Mixin
    private final ReportOptions report = new ReportOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // Filled in by picocli before any method is called.
    private CommandSpec spec;

    @Override
    public Integer call() throws CannotDo {
        Set<Method> off = off();
        refuseContradictions();
        if (at != null) {
            return replay(at);
        }
        Sink.prove(save);
        try (Sink output = report.open()) {
            Optional<String> trouble = Optional.empty();
            Evidence evidence;
            if (from != null) {
                evidence = EvidenceFile.load(from);
            } else {
                Outcome.Done done = investigate(off);
                evidence = done.evidence();
                trouble = done.trouble();
            }
            if (save != null) {
                EvidenceFile.save(evidence, save);
            }
            Diagnosis diagnosis = Judgement.of(evidence);
            report.write(diagnosis, output);
            if (trouble.isPresent()) {
                throw new CannotDo(trouble.get());
            }
            return diagnosis.findings().isEmpty() ? Exit.NOTHING_FOUND : Exit.FINDINGS;
        } catch (IOException e) {
            throw new CannotDo(String.valueOf(e.getMessage()));
        }
    }

    private int replay(String when) throws CannotDo {
        try (Sink output = report.open()) {
            Past past = Past.at(store, store.moment("--at", when), Optional.ofNullable(window));
            report.write(past.diagnosis(), Optional.of(past.replayed()), output);
            return past.diagnosis().findings().isEmpty() ? Exit.NOTHING_FOUND : Exit.FINDINGS;
        }
    }

    private Outcome.Done investigate(Set<Method> off) throws CannotDo {
        Request request = new Request(
                List.copyOf(new LinkedHashSet<>(pids)),
                Optional.ofNullable(name),
                window == null ? Request.DEFAULT_WINDOW : window,
                allowPtrace,
                smaps,
                slowdown,
                off);
        try (Waiting waiting = report.waiting()) {
            return switch (new Investigation(request, waiting).run()) {
                case Outcome.Done done -> done;
                case Outcome.Refused(String reason) -> throw new CannotDo(reason);
            };
        }
    }

    private void refuseContradictions() {
        if (from != null
                && (!pids.isEmpty() || name != null || window != null || save != null || smaps || allowPtrace)) {
            throw wrong("--from judges what was saved: --pid, --name, --for, --save, --smaps and --allow-ptrace"
                    + " do not go with it");
        }
        for (String live : LIVE_ONLY) {
            if (at != null && spec.commandLine().getParseResult().hasMatchedOption(live)) {
                throw wrong("--at judges what was recorded: " + live + " does not go with it");
            }
        }
        if (at == null && spec.commandLine().getParseResult().hasMatchedOption("--store")) {
            throw wrong("--store goes with --at: without it, nothing is read from a recording");
        }
        pids.stream().filter(p -> p <= 0).findFirst().ifPresent(p -> {
            throw wrong("--pid " + p + ": a pid is a positive number");
        });
        if (name != null && name.isBlank()) {
            throw wrong("--name is empty");
        }
    }

    private Set<Method> off() {
        Set<Method> off = EnumSet.noneOf(Method.class);
        for (String m : without) {
            off.add(
                    switch (m) {
                        case "ebpf" -> Method.EBPF;
                        case "perf" -> Method.PERF;
                        case "sampled" -> Method.SAMPLED;
                        default -> throw wrong("--without " + m + ": the methods are ebpf, perf, sampled");
                    });
        }
        return off;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
