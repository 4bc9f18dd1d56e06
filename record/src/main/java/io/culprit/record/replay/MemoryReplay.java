package io.culprit.record.replay;

import io.culprit.model.Answer;
import io.culprit.model.evidence.HostMemory;
import io.culprit.model.evidence.ProtocolMemory;
import io.culprit.model.evidence.ProtocolMemory.Pages;
import io.culprit.model.evidence.SystemLimits;
import io.culprit.model.evidence.SystemLimits.Fill;
import io.culprit.model.recording.HostKey;
import java.util.List;
import java.util.OptionalLong;

/** Steps 6 to 9, the host's side. */
final class MemoryReplay {
    private MemoryReplay() {}

    static Answer<HostMemory> memory(HostWindow host, double majorFaultsPerSecond) {
        OptionalLong total = host.level(HostKey.MEMORY + "MemTotal");
        OptionalLong available = host.level(HostKey.MEMORY + "MemAvailable");
        if (total.isEmpty() || available.isEmpty()) {
            return Lacks.notRecorded("how much memory the host had left");
        }
        return Answer.known(new HostMemory(
                total.getAsLong(),
                available.getAsLong(),
                host.level(HostKey.MEMORY + "SwapTotal").orElse(0),
                host.level(HostKey.MEMORY + "SwapFree").orElse(0),
                host.level(HostKey.MEMORY + "SUnreclaim").orElse(0),
                0,
                0,
                0,
                majorFaultsPerSecond,
                Lacks.live(),
                Lacks.live()));
    }

    /** @param tcpSockets in all states together; empty where the states were not recorded */
    static Answer<ProtocolMemory> protocols(HostWindow host, OptionalLong tcpSockets, long pageBytes) {
        OptionalLong orphansBefore = host.firstLevel(HostKey.TCP_ORPHANS);
        OptionalLong orphans = host.level(HostKey.TCP_ORPHANS);
        if (orphans.isEmpty() && host.level(HostKey.TCP_MEMORY).isEmpty()) {
            return Lacks.notRecorded("the memory of TCP");
        }
        return Answer.known(new ProtocolMemory(
                tcp(host, tcpSockets, pageBytes),
                Lacks.notRecorded("the limits of UDP memory"),
                fill(orphans, host.level(HostKey.TCP_ORPHANS_LIMIT), "orphaned sockets", "tcp_max_orphans"),
                orphans.orElse(0) - orphansBefore.orElse(0),
                fill(
                        host.level(HostKey.TCP_TIME_WAIT),
                        host.level(HostKey.TCP_TIME_WAIT_LIMIT),
                        "sockets in TIME_WAIT",
                        "tcp_max_tw_buckets"),
                0,
                0,
                0));
    }

    private static Answer<Pages> tcp(HostWindow host, OptionalLong sockets, long pageBytes) {
        OptionalLong used = host.level(HostKey.TCP_MEMORY);
        OptionalLong low = host.level(HostKey.TCP_MEMORY_LOW);
        OptionalLong pressure = host.level(HostKey.TCP_MEMORY_PRESSURE);
        OptionalLong high = host.level(HostKey.TCP_MEMORY_HIGH);
        if (used.isEmpty()) {
            return Lacks.notRecorded("the memory of TCP");
        }
        if (low.isEmpty() || pressure.isEmpty() || high.isEmpty() || sockets.isEmpty()) {
            return Answer.unavailable("the recording holds " + used.getAsLong() / pageBytes
                    + " pages used by TCP, and not the limits (tcp_mem) or the number of its sockets");
        }
        return Answer.known(new Pages(
                used.getAsLong() / pageBytes,
                low.getAsLong() / pageBytes,
                pressure.getAsLong() / pageBytes,
                high.getAsLong() / pageBytes,
                sockets.getAsLong()));
    }

    private static Answer<Fill> fill(OptionalLong used, OptionalLong limit, String what, String limitName) {
        if (used.isEmpty()) {
            return Lacks.notRecorded("the number of " + what);
        }
        return limit.isEmpty()
                ? Answer.unavailable("the recording holds " + used.getAsLong() + " " + what + ", and not the limit ("
                        + limitName + ")")
                : Answer.known(new Fill(used.getAsLong(), limit.getAsLong()));
    }

    static Answer<SystemLimits> limits(HostWindow host) {
        return Answer.known(new SystemLimits(
                fill(host.level(HostKey.FILES_OPEN), host.level(HostKey.FILES_LIMIT), "open files", "file-max"),
                Lacks.live(),
                Lacks.live(),
                Lacks.live(),
                Lacks.live(),
                Lacks.live(),
                Lacks.live(),
                List.of()));
    }
}
