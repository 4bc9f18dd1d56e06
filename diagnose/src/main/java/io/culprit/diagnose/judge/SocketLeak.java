package io.culprit.diagnose.judge;

import io.culprit.model.Confidence;
import io.culprit.model.Finding;
import io.culprit.model.Severity;
import io.culprit.model.Subject;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.SocketTables;
import io.culprit.model.evidence.SocketTables.StateHolder;
import io.culprit.model.evidence.SocketTables.UnidentifiedSockets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Sockets that a program has forgotten: the peer has gone, or there never was one. */
final class SocketLeak implements Judge {
    /** Growing, and too many for connections that just end. */
    private static final int GROWING_COUNT = 50;

    private static final int GROWTH = 10;
    /** Not growing now, but far more than a program that closes its sockets ever has. */
    private static final int STANDING_COUNT = 200;
    /** A large proxy has some connections in CLOSE_WAIT at any moment, on their way to be closed. */
    private static final int ESTABLISHED_FOR_EACH = 4;

    @Override
    public String id() {
        return "socket-leak";
    }

    @Override
    public String condition() {
        return "a process holds " + GROWING_COUNT
                + " or more sockets in CLOSE_WAIT (variant `close-wait`) or in no protocol table"
                + " (variant `unidentified`: never bound nor connected, or reset) and " + GROWTH
                + " more than when the window began, or " + STANDING_COUNT + " that do not grow; not when it has "
                + ESTABLISHED_FOR_EACH + " times as many ESTABLISHED ones, of which some always end";
    }

    @Override
    public List<Variant> variants() {
        return List.of(
                new Variant("close-wait", "the peers have closed, the process has not"),
                new Variant(
                        "unidentified",
                        "the sockets are in no protocol table: never bound nor connected, or reset; ss cannot see them"));
    }

    @Override
    public String advice() {
        return "The program forgets to close; a restart frees them, the fix is its maker's: give him the count, the kind and the rate.";
    }

    @Override
    public List<Finding> judge(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        evidence.sockets().asOptional().ifPresent(tables -> {
            closeWait(evidence, tables, findings);
            for (UnidentifiedSockets u : tables.unidentified().orElse(List.of()))
                if (leaks(u.count(), u.growth())) findings.add(unidentified(evidence, u));
        });
        return findings;
    }

    private static boolean leaks(int count, int growth) {
        return count >= STANDING_COUNT || (count >= GROWING_COUNT && growth >= GROWTH);
    }

    private static boolean passing(SocketTables tables, StateHolder h) {
        return tables.stateHolders().stream()
                .anyMatch(e -> e.state().equals("ESTABLISHED")
                        && e.process().equals(h.process())
                        && e.count() >= (long) ESTABLISHED_FOR_EACH * h.count());
    }

    private static Confidence confidence(int growth) {
        return growth >= GROWTH ? Confidence.HIGH : Confidence.MEDIUM;
    }

    private static String pace(Evidence evidence, int growth) {
        return growth > 0 ? ", " + Words.rate(growth / Machine.seconds(evidence)) + " more a second" : "";
    }

    private void closeWait(Evidence evidence, SocketTables tables, List<Finding> findings) {
        for (StateHolder h : tables.stateHolders()) {
            if (!h.state().equals("CLOSE_WAIT") || !leaks(h.count(), h.growth()) || passing(tables, h)) continue;
            Draft draft = new Draft(
                            this,
                            Severity.WARNING,
                            confidence(h.growth()),
                            Subject.process(h.program(), h.process()),
                            Program.label(h.name(), h.process()) + " never closes: " + Words.count(h.count())
                                    + " sockets in CLOSE_WAIT" + pace(evidence, h.growth()))
                    .variant("close-wait")
                    .fact(
                            tables.source(),
                            Words.count(h.count()) + " of its peers have closed; it has not, " + Words.count(h.growth())
                                    + " more than when the window began");
            tables.statePeers().stream()
                    .filter(s -> s.state().equals("CLOSE_WAIT") && !s.top().isEmpty())
                    .findFirst()
                    .ifPresent(s -> draft.fact(
                            tables.source(),
                            "top peer " + s.top().getFirst().address() + " with "
                                    + Words.count(s.top().getFirst().count()) + " of " + Words.count(s.total())));
            findings.add(draft.verify("ss -tanp state close-wait | grep -c pid="
                            + h.process().pid() + ",")
                    .finding());
        }
    }

    private Finding unidentified(Evidence evidence, UnidentifiedSockets u) {
        List<String> kinds = u.byProtocol().entrySet().stream()
                .sorted(Comparator.comparing(e -> e.getKey()))
                .map(e -> Words.count(e.getValue()) + " " + e.getKey())
                .toList();
        return new Draft(
                        this,
                        Severity.WARNING,
                        confidence(u.growth()),
                        Subject.process(u.program(), u.process()),
                        Program.label(u.name(), u.process()) + " leaks sockets that ss cannot see: "
                                + Words.count(u.count()) + " never bound nor connected, or reset"
                                + pace(evidence, u.growth()))
                .variant("unidentified")
                .fact(
                        "sock_diag against /proc/PID/fd",
                        Words.count(u.count()) + " of its sockets are in no protocol table, " + Words.count(u.growth())
                                + " more than when the window began")
                .factIf(!kinds.isEmpty(), "getxattr system.sockprotoname", "by protocol: " + String.join(", ", kinds))
                .verify("lsof -nP -a -p " + u.process().pid()
                        + " -d 0-999999 | grep -cE \"can't identify protocol|protocol: (TCP|UDP)\"")
                .verify("ls -l /proc/" + u.process().pid() + "/fd | grep -c socket:")
                .finding();
    }
}
