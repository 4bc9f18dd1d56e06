package io.culprit.diagnose.judge;

import io.culprit.model.evidence.Descriptor;
import io.culprit.model.evidence.SocketInfo;
import java.util.stream.Collectors;

/** What stands behind a descriptor, in one line. */
public final class DescriptorWords {
    private DescriptorWords() {}

    public static String of(Descriptor d) {
        String what =
                d.socket().map(DescriptorWords::socket).orElseGet(() -> d.kind().words() + " " + d.target());
        String shared = d.holders().isEmpty()
                ? ""
                : ", shared with " + Words.plural(d.holders().size(), "other process", "other processes");
        String watches = d.watches().isEmpty()
                ? ""
                : ", watches "
                        + d.watches().stream()
                                .limit(3)
                                .map(w -> "fd " + w.fd() + " for " + w.events())
                                .collect(Collectors.joining(", "));
        return "fd " + d.fd() + " is a " + (d.nonBlocking() ? "non-blocking " : "") + what + shared + watches;
    }

    public static String socket(SocketInfo s) {
        if (!s.identified()) return s.protocol() + " socket that was never bound nor connected, or was reset";
        StringBuilder text = new StringBuilder(s.protocol()).append(" socket");
        if (!s.local().isEmpty()) text.append(' ').append(s.local());
        if (!s.peer().isEmpty()) text.append(" to ").append(s.peer());
        if (!s.groups().isEmpty()) text.append(", member of ").append(String.join(", ", s.groups()));
        text.append(", ").append(s.state());
        text.append(", receive queue ").append(Words.count(s.receiveQueue()));
        s.memory().ifPresent(m -> text.append(", drops ").append(Words.count(m.drops())));
        s.peerProcess().ifPresent(p -> text.append(", peer ").append(p));
        return text.toString();
    }
}
