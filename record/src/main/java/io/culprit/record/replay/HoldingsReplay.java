package io.culprit.record.replay;

import io.culprit.model.Answer;
import io.culprit.model.evidence.DescriptorKind;
import io.culprit.model.evidence.DescriptorUsage;
import io.culprit.model.evidence.SocketTables;
import io.culprit.model.evidence.SocketTables.StateHolder;
import io.culprit.model.evidence.SocketTables.UnidentifiedSockets;
import io.culprit.model.recording.HostKey;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.ReadNow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Steps 7 and 10: descriptors and sockets of the processes, as far as they were counted. */
final class HoldingsReplay {
    /** Those who hold most, and all who grow. */
    private static final int MOST = 50;

    private static final String CLOSE_WAIT = "CLOSE_WAIT";
    /** A proxy with this many live connections for each has some on their way to be closed, as its judge has it. */
    private static final int LIVE_FOR_EACH = 4;

    private HoldingsReplay() {}

    static Answer<List<DescriptorUsage>> descriptors(Trails trails) {
        if (!trails.hold(ProcessMetric.FDS)) {
            return Lacks.notRecorded("the number of descriptors of any process");
        }
        List<DescriptorUsage> all = new ArrayList<>();
        for (Trail t : trails.all()) {
            long[] readings = t.readings(ProcessMetric.FDS, ReadNow.FDS);
            if (readings.length > 0 && !t.process.kernelThread() && !t.gone()) {
                all.add(usage(t, readings));
            }
        }
        all.sort(Comparator.comparing((DescriptorUsage d) -> d.growth() <= 0)
                .thenComparing(Comparator.comparingLong(DescriptorUsage::open).reversed()));
        return Answer.known(all.subList(0, Math.min(MOST, all.size())));
    }

    private static DescriptorUsage usage(Trail t, long[] readings) {
        long open = readings[readings.length - 1];
        boolean steady = true;
        for (int i = 1; i < readings.length; i++) {
            steady &= readings[i] >= readings[i - 1];
        }
        return new DescriptorUsage(
                t.process.id(),
                t.process.name(),
                t.process.program(),
                open,
                open - readings[0],
                steady,
                Lacks.notRecorded("limits of descriptors"),
                Lacks.notRecorded("limits of descriptors"),
                kinds(t, open),
                false);
    }

    private static Answer<Map<DescriptorKind, Integer>> kinds(Trail t, long open) {
        long[] sockets = t.readings(ProcessMetric.SOCKETS, ReadNow.SOCKETS);
        if (sockets.length == 0) {
            return Lacks.notRecorded("what kinds of descriptors they were");
        }
        long ofThem = Math.min(open, sockets[sockets.length - 1]);
        return Answer.known(Map.of(DescriptorKind.SOCKET, (int) ofThem, DescriptorKind.OTHER, (int) (open - ofThem)));
    }

    static Answer<SocketTables> sockets(Trails trails, HostWindow host) {
        Map<String, Integer> states = new HashMap<>();
        host.levels(HostKey.TCP_STATE).forEach((state, n) -> states.put(state, (int) Math.min(Integer.MAX_VALUE, n)));
        boolean closed = trails.hold(ProcessMetric.SOCKETS_CLOSED);
        if (states.isEmpty() && !closed && !trails.hold(ProcessMetric.SOCKETS_CLOSE_WAIT)) {
            return Lacks.notRecorded("sockets at that moment");
        }
        return Answer.known(new SocketTables(
                "recording",
                1,
                states,
                Map.of(),
                List.of(),
                closeWait(trails),
                closed ? Answer.known(unidentified(trails)) : Lacks.notRecorded("sockets that no protocol table knows"),
                List.of(),
                List.of()));
    }

    private static List<StateHolder> closeWait(Trails trails) {
        List<StateHolder> holders = new ArrayList<>();
        for (Trail t : trails.all()) {
            int count = count(t, ProcessMetric.SOCKETS_CLOSE_WAIT);
            long live = count(t, ProcessMetric.SOCKETS)
                    - (long) count
                    - count(t, ProcessMetric.SOCKETS_CLOSED)
                    - count(t, ProcessMetric.SOCKETS_UNIX);
            if (count > 0 && live < (long) LIVE_FOR_EACH * count) {
                holders.add(
                        new StateHolder(CLOSE_WAIT, t.process.id(), t.process.name(), t.process.program(), count, (int)
                                t.growth(ProcessMetric.SOCKETS_CLOSE_WAIT, ReadNow.SOCKETS)));
            }
        }
        holders.sort(Comparator.comparingInt(StateHolder::count).reversed());
        return holders;
    }

    private static List<UnidentifiedSockets> unidentified(Trails trails) {
        List<UnidentifiedSockets> all = new ArrayList<>();
        for (Trail t : trails.all()) {
            int count = count(t, ProcessMetric.SOCKETS_CLOSED);
            if (count > 0) {
                all.add(new UnidentifiedSockets(
                        t.process.id(),
                        t.process.name(),
                        t.process.program(),
                        count,
                        (int) t.growth(ProcessMetric.SOCKETS_CLOSED, ReadNow.SOCKETS),
                        Map.of("TCP", count)));
            }
        }
        all.sort(Comparator.comparingInt(UnidentifiedSockets::count).reversed());
        return all;
    }

    private static int count(Trail t, ProcessMetric metric) {
        return Math.clamp(t.latestOrZero(metric), 0, Integer.MAX_VALUE);
    }
}
