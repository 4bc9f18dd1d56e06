package io.culprit.diagnose.probe.host;

import io.culprit.diagnose.probe.host.MessageRule.Match;
import io.culprit.kernel.kmsg.KmsgRecord;
import io.culprit.model.evidence.KernelLog;
import io.culprit.model.evidence.KernelLog.Kind;
import io.culprit.model.evidence.KernelLog.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Keeps of the kernel's messages those that somebody should hear; fed oldest first. */
final class LogSieve {
    /** Shown are the newest; thousands of segfaults say no more than a hundred. */
    private static final int MAX_MESSAGES = 100;
    /** The kernel cuts at 1 KiB (PRINTKRB_RECORD_MAX); whoever prints more is not read further. */
    private static final int MAX_TEXT = 1024;
    /** A report of an oops takes milliseconds to print, at 115 200 baud on a serial console up to a second. */
    private static final long REPORT_MICROS = 1_000_000;
    /** Kinds whose one event prints several lines that match. */
    private static final Set<Kind> REPORTS = EnumSet.of(Kind.KERNEL_BUG, Kind.SOFT_LOCKUP);

    private static final double MICROS = 1e6;

    private final long nowMicros;
    private final long sinceMicros;
    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    private final Deque<Message> messages = new ArrayDeque<>();
    private Optional<KmsgRecord> first = Optional.empty();
    private Optional<KmsgRecord> lastMatched = Optional.empty();
    private int read;

    LogSieve(long nowMicros, long lookBackMicros) {
        this.nowMicros = nowMicros;
        sinceMicros = Math.max(0, nowMicros - lookBackMicros);
    }

    void take(KmsgRecord r) {
        if (first.isEmpty()) {
            first = Optional.of(r);
        }
        if (r.micros() < sinceMicros) {
            return;
        }
        read++;
        // A program may write to the buffer what it likes, but not in the kernel's name.
        if (!r.fromKernel()) {
            return;
        }
        Optional<Match> match = MessageRule.match(r.text());
        Optional<Message> before = sameReport(r);
        if (match.isEmpty()) {
            before.filter(m -> m.pid().isEmpty() && REPORTS.contains(m.kind()))
                    .flatMap(m -> MessageRule.who(m.kind(), r.text()))
                    .ifPresent(this::complete);
            return;
        }
        Kind kind = match.get().kind();
        boolean goesOn = before.filter(m -> m.kind() == kind && (REPORTS.contains(kind) || announced(m, r)))
                .isPresent();
        if (goesOn && REPORTS.contains(kind)) {
            return;
        }
        if (goesOn) {
            messages.removeLast();
        } else {
            counts.merge(kind, 1, Integer::sum);
        }
        add(r, match.get());
    }

    /** Up to Linux 4.18 the kernel says first "Kill process N … or sacrifice child", then whom it killed: one kill. */
    private static boolean announced(Message before, KmsgRecord now) {
        return before.kind() == Kind.OOM_KILL
                && before.text().contains("Kill process ")
                && now.text().contains("Killed process ");
    }

    private Optional<Message> sameReport(KmsgRecord r) {
        return lastMatched.filter(l -> r.micros() - l.micros() <= REPORT_MICROS).map(l -> messages.getLast());
    }

    private void complete(Match who) {
        Message m = messages.removeLast();
        messages.add(new Message(m.kind(), m.secondsAgo(), m.text(), who.pid(), who.name()));
    }

    private void add(KmsgRecord r, Match match) {
        String text = r.text().length() > MAX_TEXT ? r.text().substring(0, MAX_TEXT) : r.text();
        double ago = Math.max(0, nowMicros - r.micros()) / MICROS;
        messages.add(new Message(match.kind(), ago, text, match.pid(), match.name()));
        if (messages.size() > MAX_MESSAGES) {
            messages.removeFirst();
        }
        lastMatched = Optional.of(r);
    }

    /** @param overwritten the reader saw messages vanish, or could not read up to the newest */
    KernelLog result(long lookBackSeconds, boolean overwritten) {
        // Older ones are gone when the oldest that is left is neither the first of the boot nor older than the
        // look-back.
        boolean older =
                first.filter(f -> f.sequence() > 0 && f.micros() > sinceMicros).isPresent();
        return new KernelLog(
                lookBackSeconds,
                read,
                overwritten || older,
                counts,
                messages.stream().toList());
    }
}
