package io.culprit.record.replay;

import io.culprit.diagnose.Judgement;
import io.culprit.kernel.procfs.AuxVector;
import io.culprit.kernel.procfs.Capabilities;
import io.culprit.kernel.sys.KernelFile;
import io.culprit.model.Answer;
import io.culprit.model.Diagnosis;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.Host;
import io.culprit.model.evidence.Host.Privileges;
import io.culprit.model.evidence.Usage;
import io.culprit.model.evidence.Window;
import io.culprit.model.recording.HostKey;
import io.culprit.model.recording.Overview;
import io.culprit.model.recording.Recording;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The judgement of a moment of the past: what an investigation begun then would have said, as far as the recording holds it. */
public final class Replay {
    private static final String NOT_RECORDED = "not recorded";
    private static final double MICROS = 1e6;

    /** What came of it. */
    public sealed interface Outcome {
        /**
         * @param first time of the first sample that was used, ISO 8601 with offset; likewise {@code last}
         * @param intervalSeconds usual time between two samples
         */
        record Done(Diagnosis diagnosis, String first, String last, int samples, double intervalSeconds)
                implements Outcome {}

        /** @param why one line for a person, with the nearest moments that there are */
        record NothingThere(String why) implements Outcome {}
    }

    private final Recording recording;
    private final ZoneId zone;
    private final AuxVector units = AuxVector.self();

    private Replay(Recording recording, ZoneId zone) {
        this.recording = recording;
        this.zone = zone;
    }

    /** @param window how long an investigation begun at the moment looks; usually a minute, and two samples at least */
    public static Outcome of(Recording recording, long atMillis, Optional<Duration> window, ZoneId zone) {
        return switch (MomentFinder.find(recording, atMillis, window, zone)) {
            case MomentFinder.Found.Nothing(String why) -> new Outcome.NothingThere(why);
            case MomentFinder.Found.At(Moment moment) -> new Replay(recording, zone).judge(moment);
        };
    }

    private Outcome judge(Moment moment) {
        HostWindow host = new HostWindow(recording, moment);
        Trails trails = Trails.of(recording, moment);
        Diagnosis diagnosis = Judgement.of(evidence(moment, host, trails));
        return new Outcome.Done(
                Unrecorded.without(diagnosis, host, trails),
                iso(moment.fromMillis()),
                iso(moment.toMillis()),
                moment.samples(),
                moment.intervalMillis() / 1000.0);
    }

    private Evidence evidence(Moment moment, HostWindow host, Trails trails) {
        Answer<Usage> usage = UsageReplay.of(moment, trails, host);
        int cpus = cpus(host, usage);
        double majorFaults = usage.map(Usage::processes).orElse(java.util.List.of()).stream()
                .mapToDouble(p -> p.majorFaultsPerSecond())
                .sum();
        return new Evidence(
                Evidence.FORMAT,
                host(moment, trails, cpus),
                window(moment, host),
                LoadReplay.of(host, cpus),
                usage,
                SuspectsReplay.of(usage, trails, moment),
                Lacks.live(),
                Lacks.live(),
                MemoryReplay.limits(host),
                HoldingsReplay.descriptors(trails),
                HoldingsReplay.sockets(trails, host),
                MemoryReplay.protocols(host, tcpSockets(host), units.pageBytes()),
                NetworkReplay.of(host),
                MemoryReplay.memory(host, majorFaults),
                Lacks.live());
    }

    private static OptionalLong tcpSockets(HostWindow host) {
        var states = host.levels(HostKey.TCP_STATE);
        return states.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(
                        states.values().stream().mapToLong(Long::longValue).sum());
    }

    private static int cpus(HostWindow host, Answer<Usage> usage) {
        OptionalLong recorded = host.level(HostKey.CPUS);
        if (recorded.isPresent()) {
            return Math.clamp(recorded.getAsLong(), 1, Integer.MAX_VALUE);
        }
        // Of an import that does not tell: no fewer than were busy.
        return Math.max(1, (int) Math.ceil(usage.map(u -> u.account().busy()).orElse(1.0)));
    }

    private Host host(Moment moment, Trails trails, int cpus) {
        return new Host(
                recording.overview().map(Overview::host).orElse(NOT_RECORDED),
                moment.bootId(),
                NOT_RECORDED,
                NOT_RECORDED,
                NOT_RECORDED,
                uptimeSeconds(moment, trails),
                cpus,
                Lacks.live(),
                Lacks.live(),
                Lacks.live(),
                Lacks.live(),
                Lacks.live(),
                Lacks.live(),
                Lacks.live(),
                units.ticksPerSecond(),
                units.pageBytes(),
                reader());
    }

    /** When the host started: what a process says of its start on the wall clock, less what it says since boot. */
    private long uptimeSeconds(Moment moment, Trails trails) {
        return trails.all().stream()
                .findFirst()
                .map(t -> t.process.startedMillis()
                        - t.process.id().startTicks() * 1000 / Math.max(1, units.ticksPerSecond()))
                .map(boot -> Math.max(0, moment.toMillis() - boot) / 1000)
                .orElse(0L);
    }

    /** Whose rights it was read with is not recorded; these are of whoever reads it now. */
    private static Privileges reader() {
        Capabilities own = Capabilities.parse(
                KernelFile.text("/proc/self/status").asOptional().orElse(""));
        return new Privileges(own.uid(), own.names());
    }

    private Window window(Moment moment, HostWindow host) {
        OptionalDouble own = host.rate(HostKey.OWN_CPU);
        return new Window(
                iso(moment.fromMillis()),
                moment.seconds(),
                moment.samples(),
                own.orElse(0) / MICROS,
                host.level(HostKey.OWN_RSS).orElse(0));
    }

    private String iso(long millis) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).atZone(zone));
    }
}
