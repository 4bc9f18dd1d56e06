package io.culprit.diagnose.check;

import static io.culprit.diagnose.judge.Words.count;
import static io.culprit.diagnose.judge.Words.plural;
import static io.culprit.diagnose.judge.Words.rate;

import io.culprit.diagnose.judge.DescriptorWords;
import io.culprit.model.Answer;
import io.culprit.model.evidence.Descriptor;
import io.culprit.model.evidence.Descriptor.Holder;
import io.culprit.model.evidence.DescriptorKind;
import io.culprit.model.evidence.DescriptorUsage;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.SocketInfo;
import io.culprit.model.evidence.SocketTables;
import io.culprit.model.evidence.SocketTables.Listener;
import io.culprit.model.evidence.SocketTables.UnidentifiedSockets;
import io.culprit.model.evidence.Suspect;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Steps 4 and 5: the descriptors behind the calls, and the sockets behind the descriptors. */
final class DescriptorQuestions {
    private static final int SHOWN = 3;

    static final List<Question> ALL = List.of(
            Asked.of(
                    "hot-fds",
                    4,
                    "What are the hot or failing descriptors?",
                    Set.of("syscall-error-loop"),
                    e -> Suspects.each(
                            e,
                            Suspect::descriptors,
                            (s, all) -> all.stream()
                                    .limit(SHOWN)
                                    .map(DescriptorWords::of)
                                    .collect(Collectors.joining(", ")),
                            "no descriptor is hot")),
            Asked.of(
                    "shared-fds",
                    4,
                    "Which other processes share them?",
                    Set.of("syscall-error-loop/shared-fd", "syscall-error-loop/thundering-herd"),
                    e -> Suspects.each(
                            e, Suspect::descriptors, (s, all) -> shared(all), "nobody else holds the hot descriptors")),
            Asked.of(
                    "hot-sockets",
                    5,
                    "What are the sockets behind them?",
                    Set.of("syscall-error-loop/shared-fd"),
                    e -> Suspects.each(
                            e,
                            Suspect::descriptors,
                            (s, all) -> all.stream()
                                    .flatMap(d -> d.socket().stream().map(x -> "fd " + d.fd() + ": " + socket(x)))
                                    .limit(SHOWN)
                                    .collect(Collectors.joining(", ")),
                            "no socket is hot")),
            Asked.of(
                    "socket-drops",
                    5,
                    "Do sockets drop what comes in?",
                    Set.of("socket-buffer-starvation"),
                    e -> e.sockets().map(DescriptorQuestions::drops)),
            Asked.of(
                    "listen-backlog",
                    5,
                    "How full are the queues of the listeners?",
                    Set.of("syn-backlog-overflow/accept-queue"),
                    e -> e.sockets().map(DescriptorQuestions::backlog)),
            Asked.of(
                    "unidentified-sockets",
                    5,
                    "Does anybody hold sockets that no protocol table knows?",
                    Set.of("socket-leak/unidentified"),
                    e -> e.sockets().flatMap(SocketTables::unidentified).map(DescriptorQuestions::unidentified)));

    private DescriptorQuestions() {}

    private static String shared(List<Descriptor> all) {
        return all.stream()
                .filter(d -> !d.holders().isEmpty())
                .limit(SHOWN)
                .map(d -> "fd " + d.fd() + " is held by " + holders(d.holders()) + " too (by " + d.holderProof() + ")")
                .collect(Collectors.joining(", "));
    }

    static String holders(List<Holder> holders) {
        if (holders.isEmpty()) return "nobody that can be seen";
        Map<String, Long> byName = holders.stream().collect(Collectors.groupingBy(Holder::name, Collectors.counting()));
        return byName.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(SHOWN)
                .map(x -> x.getValue() > 1
                        ? x.getKey() + " × " + count(x.getValue())
                        : x.getKey() + " (" + pidOf(holders, x.getKey()) + ")")
                .collect(Collectors.joining(", "));
    }

    private static int pidOf(List<Holder> holders, String name) {
        return holders.stream()
                .filter(h -> h.name().equals(name))
                .map(h -> h.process().pid())
                .findFirst()
                .orElse(0);
    }

    private static String socket(SocketInfo s) {
        return DescriptorWords.socket(s)
                + ", send queue " + count(s.sendQueue())
                + s.tcp()
                        .map(t -> ", rtt " + rate(t.rttMicros() / 1000.0) + " ms, " + count(t.totalRetransmits())
                                + " retransmits, " + count(t.unacked()) + " unacked")
                        .orElse("");
    }

    private static String drops(SocketTables t) {
        if (t.dropping().isEmpty()) return "none dropped anything within the window (read by " + t.source() + ")";
        return t.dropping().stream()
                .limit(SHOWN)
                .map(d -> d.socket().protocol() + " " + d.socket().local() + " of " + holders(d.holders()) + " dropped "
                        + count(d.drops()))
                .collect(Collectors.joining(", "));
    }

    private static String backlog(SocketTables t) {
        return t.listeners().stream()
                .filter(l -> l.queued() > 0)
                .sorted(Comparator.comparingDouble((Listener l) -> -(double) l.queued() / Math.max(1, l.limit())))
                .limit(SHOWN)
                .map(l -> l.local() + " of " + holders(l.holders()) + ": " + count(l.queued()) + " of "
                        + count(l.limit()) + " wait")
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(", "), text -> text.isEmpty() ? "nobody waits to be accepted" : text));
    }

    private static String unidentified(List<UnidentifiedSockets> all) {
        return all.isEmpty()
                ? "nobody"
                : all.stream()
                        .limit(SHOWN)
                        .map(u -> u.name() + " (" + u.process().pid() + ") holds " + count(u.count())
                                + (u.growth() > 0 ? ", " + count(u.growth()) + " more than when the window began" : "")
                                + kinds(u))
                        .collect(Collectors.joining(", "));
    }

    private static String kinds(UnidentifiedSockets u) {
        return u.byProtocol().isEmpty()
                ? ""
                : u.byProtocol().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .limit(SHOWN)
                        .map(x -> count(x.getValue()) + " " + x.getKey())
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    static Answer<String> kindsOf(Evidence e) {
        return e.descriptorUsage()
                .map(all -> all.stream()
                        .sorted(Comparator.comparingLong(DescriptorUsage::open).reversed())
                        .filter(d -> d.kinds().isKnown())
                        .limit(SHOWN)
                        .map(d -> d.name() + " (" + d.process().pid() + ") "
                                + plural(d.open(), "descriptor", "descriptors") + ": "
                                + d.kinds().orElse(Map.of()).entrySet().stream()
                                        .sorted(Map.Entry.<DescriptorKind, Integer>comparingByValue()
                                                .reversed()
                                                .thenComparing(Map.Entry.comparingByKey()))
                                        .limit(SHOWN)
                                        .map(x -> count(x.getValue()) + " "
                                                + x.getKey().words())
                                        .collect(Collectors.joining(", ")))
                        .collect(Collectors.joining("; ")))
                .map(text -> text.isEmpty() ? "of none looked at could the kinds be told" : text);
    }
}
