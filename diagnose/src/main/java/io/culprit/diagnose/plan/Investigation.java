package io.culprit.diagnose.plan;

import io.culprit.diagnose.plan.Suspicion.Chosen;
import io.culprit.diagnose.probe.fd.DescriptorResolver;
import io.culprit.diagnose.probe.fd.FdCensus;
import io.culprit.diagnose.probe.host.HostProbe;
import io.culprit.diagnose.probe.host.KernelLogProbe;
import io.culprit.diagnose.probe.host.OwnCost;
import io.culprit.diagnose.probe.host.SystemLimitsProbe;
import io.culprit.diagnose.probe.host.UsageProbe;
import io.culprit.diagnose.probe.profile.CpuSampler;
import io.culprit.model.Answer;
import io.culprit.model.ProcessId;
import io.culprit.model.evidence.CpuProfile;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.Host;
import io.culprit.model.evidence.Load;
import io.culprit.model.evidence.Suspect;
import io.culprit.model.evidence.SyscallTrace;
import io.culprit.model.evidence.Usage;
import io.culprit.model.evidence.Window;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * One investigation of this host: all probes begin, the suspects show within the first second, they are looked at closely
 * until the window ends, then everything is read a last time. Used once, by one thread.
 */
public final class Investigation {
    /** Two readings this far apart tell a hot process from an idle one: at 100 ticks a second, to 1.5 %. */
    private static final Duration FIRST_LOOK = Duration.ofMillis(700);

    private static final Duration TICK = Duration.ofSeconds(1);
    /** Of the window; whoever grows has shown it by then, and enough is left to watch him. */
    private static final double SECOND_LOOK = 0.5;
    /** Tracing ends before the window does, so that the last reading finds nothing attached. */
    private static final Duration TRACE_MARGIN = Duration.ofMillis(200);

    private final Request request;
    private final Watcher watcher;
    private final int own = (int) ProcessHandle.current().pid();
    private final OwnCost cost = new OwnCost();
    private final List<CloseLook> looks = new ArrayList<>();
    private final UsageProbe usage = new UsageProbe(HostProbe.bootId());
    private final HostProbes probes = new HostProbes(usage);
    private long beganNanos;
    private int readings = 1;
    private boolean resolvedEarly;

    public Investigation(Request request, Watcher watcher) {
        this.request = request;
        this.watcher = watcher;
    }

    public Outcome run() {
        try (usage) {
            return investigate();
        }
    }

    private Outcome investigate() {
        String startedAt = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                OffsetDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS));
        watcher.step("reading all processes");
        beganNanos = System.nanoTime();
        probes.begin();
        Targets targets = Targets.of(request, usage, own);
        if (targets.refusal().isPresent()) {
            return new Outcome.Refused(targets.refusal().get());
        }
        targets.bound().ifPresent(watcher::say);
        watcher.step("looking for who uses the CPU");
        sleepUntil(FIRST_LOOK);
        Answer<Usage> firstUsage = usage.soFar();
        readings++;
        List<Chosen> chosen = request.asks()
                ? targets.chosen()
                : firstUsage
                        .map(u -> Suspicion.withSiblings(Suspicion.byCpu(u, this::isOwn), usage::byName, this::isOwn))
                        .orElse(List.of());
        firstUsage
                .asOptional()
                .ifPresent(u -> watcher.say(
                        FirstWords.consumers(u, chosen, Runtime.getRuntime().availableProcessors())));
        lookAt(chosen);
        List<ProcessId> ids = chosen.stream().map(Chosen::id).toList();
        try (CpuSampler sampler = CpuSampler.start(ids, CpuSampler.DEFAULT_FREQUENCY_HZ)) {
            Duration left = request.window().minus(elapsed()).minus(TRACE_MARGIN);
            Tracing tracing = new Tracing(request, ids, left.isNegative() ? Duration.ZERO : left, this::heard);
            watch(tracing);
            watcher.step("reading everything a last time");
            return finish(startedAt, tracing.finish(), sampler.finish());
        }
    }

    private void lookAt(List<Chosen> chosen) {
        chosen.forEach(c -> looks.add(new CloseLook(c, request.smaps())));
        probes.also(chosen.stream().map(c -> c.id().pid()).toList());
    }

    /** Called by the tracing thread, once. */
    private void heard(SyscallTrace soFar) {
        FirstWords.calls(soFar).ifPresent(watcher::say);
    }

    private void watch(Tracing tracing) {
        boolean lookedAgain = false;
        while (elapsed().compareTo(request.window()) < 0) {
            Duration left = request.window().minus(elapsed());
            watcher.step("watching " + looks.size() + " suspects, " + (left.toMillis() + 500) / 1000 + " s left");
            sleepUntil(elapsed().plus(left.compareTo(TICK) < 0 ? left : TICK));
            if (left.compareTo(TICK) <= 0) {
                return;
            }
            readings++;
            looks.forEach(CloseLook::tick);
            tracing.soFar().filter(t -> !resolvedEarly).ifPresent(this::resolveEarly);
            boolean half =
                    elapsed().toMillis() >= SECOND_LOOK * request.window().toMillis();
            if (half && !lookedAgain) {
                lookedAgain = true;
                Answer<Usage> now = usage.soFar();
                probes.tickBesidesUsage();
                lookAtGrowers(now);
            } else {
                probes.tick();
            }
            if (request.asks() && looks.stream().noneMatch(l -> usage.lives(l.who.id()))) {
                tracing.cancel();
                return;
            }
        }
    }

    /** Whoever ends before the window does has at least his hot descriptors named. */
    private void resolveEarly(SyscallTrace soFar) {
        resolvedEarly = true;
        try (DescriptorResolver resolver = resolver()) {
            looks.forEach(l -> l.resolveEarly(resolver, soFar));
        }
    }

    private DescriptorResolver resolver() {
        return new DescriptorResolver(usage, FdCensus.take(usage), probes.sockets);
    }

    private void lookAtGrowers(Answer<Usage> now) {
        if (request.asks()) {
            return;
        }
        List<Chosen> known = looks.stream().map(l -> l.who).toList();
        now.asOptional().ifPresent(u -> lookAt(Suspicion.byGrowth(u, known, this::isOwn)));
    }

    private Outcome finish(String startedAt, Answer<SyscallTrace> trace, Answer<CpuProfile> profile) {
        Answer<Usage> used = usage.finish();
        Answer<Load> load = probes.load.finish();
        double seconds = elapsed().toNanos() / 1e9;
        readings++;
        var memory = probes.memory.finish();
        var protocolMemory = probes.protocolMemory.finish();
        var sockets = probes.sockets.finish();
        var network = probes.network.finish();
        var descriptors = probes.descriptors.finish();
        List<Suspect> suspects;
        try (DescriptorResolver resolver = resolver()) {
            suspects = looks.stream().map(l -> l.finish(resolver, trace)).toList();
        }
        Host host = probes.host.finish();
        var limits = new SystemLimitsProbe().read();
        var kernelLog = new KernelLogProbe().read();
        Window window = new Window(startedAt, seconds, readings, cost.cpusOver(seconds), OwnCost.peakRssBytes());
        return new Outcome.Done(
                new Evidence(
                        Evidence.FORMAT,
                        host,
                        window,
                        load,
                        used,
                        suspects,
                        trace,
                        profile,
                        limits,
                        descriptors,
                        sockets,
                        protocolMemory,
                        network,
                        memory,
                        kernelLog),
                trouble());
    }

    private Optional<String> trouble() {
        List<CloseLook> gone = looks.stream()
                .filter(l -> l.who.asked() && !usage.lives(l.who.id()))
                .toList();
        if (gone.isEmpty()) {
            return Optional.empty();
        }
        Chosen first = gone.getFirst().who;
        String who = first.name() + " (" + first.id().pid() + ")";
        return Optional.of(
                gone.size() == 1
                        ? who + " ended while it was looked at: the answer holds what was seen until then"
                        : gone.size() + " of " + looks.size() + " processes ended while they were looked at, " + who
                                + " first");
    }

    private boolean isOwn(int pid) {
        return pid == own;
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - beganNanos);
    }

    private void sleepUntil(Duration sinceBegin) {
        while (elapsed().compareTo(sinceBegin) < 0) {
            LockSupport.parkNanos(sinceBegin.minus(elapsed()).toNanos());
        }
    }
}
