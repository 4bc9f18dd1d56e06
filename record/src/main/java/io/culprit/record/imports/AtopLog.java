package io.culprit.record.imports;

import io.culprit.model.recording.ProcessMetric;
import java.util.Optional;
import java.util.Set;

/**
 * {@code atop -P LABELS}: one line for each thing, its label first, then host, epoch, date, time and seconds of the interval.
 * Counters are those of the interval; after RESET, those since the boot or since the process began. Fields are counted from
 * the left, so that those which newer versions append do no harm and those which older ones lack are unknown.
 */
final class AtopLog implements LineParser {
    static final Set<String> LABELS = Set.of(
            "CPU", "cpu", "CPL", "GPU", "MEM", "SWP", "PAG", "PSI", "LVM", "MDD", "DSK", "NFM", "NFC", "NFS", "NET",
            "IFB", "LLC", "NUM", "NUC", "PRG", "PRC", "PRE", "PRM", "PRD", "PRN");

    private static final int COMMON_FIELDS = 6;
    private static final long KIB = 1024;
    private static final long SECTOR_BYTES = 512;
    private static final double MICROS = 1_000_000;

    private final Samples samples;
    private final Tally tally;
    private final AtopHost host;
    private final Row row = new Row();
    private boolean reset;

    AtopLog(Samples samples, Tally tally) {
        this.samples = samples;
        this.tally = tally;
        host = new AtopHost(samples);
    }

    @Override
    public void line(long number, String text) {
        if (text.equals("RESET")) {
            reset = true;
            tally.ignored();
        } else if (text.equals("SEP")) {
            reset = false;
            tally.ignored();
        } else if (text.isBlank()) {
            tally.ignored();
        } else {
            labelled(number, text);
        }
    }

    private void labelled(long number, String text) {
        String[] head = text.split(" ", COMMON_FIELDS + 1);
        if (head.length <= COMMON_FIELDS || !LABELS.contains(head[0])) {
            tally.bad(number, "has no label of atop");
            return;
        }
        long seconds = Numbers.whole(head[2]);
        Optional<Moment> moment = Moments.epoch(Math.max(0, seconds) * 1000);
        if (moment.isEmpty() || !(moment.get() instanceof Moment.Epoch(long millis))) {
            tally.bad(number, "its time is none");
            return;
        }
        boolean process = head[0].startsWith("PR");
        Optional<AtopFields> fields =
                process ? AtopFields.of(head[COMMON_FIELDS], head[0].equals("PRG")) : Optional.empty();
        if (process
                && (fields.isEmpty() || fields.get().pid() <= 0 || fields.get().pid() > PsLog.LARGEST_PID)) {
            tally.bad(number, "names no process");
            return;
        }
        samples.host(head[1]);
        if (!samples.at(millis, number)) {
            tally.ignored();
            return;
        }
        if (fields.isPresent()) {
            process(number, head[0], fields.get());
        } else if (host.line(head[0], head[COMMON_FIELDS].split(" ", -1), reset)) {
            tally.good();
        } else {
            tally.ignored();
        }
    }

    private void process(long number, String label, AtopFields fields) {
        row.begin((int) fields.pid());
        row.name = Commands.named(fields.name());
        boolean useful = switch (label) {
            case "PRG" -> general(fields);
            case "PRC" -> cpu(fields);
            case "PRM" -> memory(fields);
            case "PRD" -> disk(fields);
            default -> false;
        };
        if (!useful || fields.state().equals("E")) {
            // A thread, what has ended during the interval, or what no metric is for.
            tally.ignored();
        } else if (samples.take(row, number)) {
            tally.good();
        }
    }

    private boolean general(AtopFields f) {
        if (f.field(17).equals("n")) {
            return false;
        }
        row.command = f.command();
        row.uid = (int) Math.min(f.number(0), Integer.MAX_VALUE);
        row.parent = (int) Math.min(f.number(6), PsLog.LARGEST_PID);
        set(ProcessMetric.THREADS, f.number(3), 1);
        long started = f.number(5);
        if (started > 0) {
            row.startedAt(started * 1000, 1000);
        }
        return true;
    }

    private boolean cpu(AtopFields f) {
        long hertz = f.number(0);
        if (f.field(10).equals("n") || hertz <= 0) {
            return false;
        }
        count(ProcessMetric.CPU_USER, f.number(1), MICROS / hertz);
        count(ProcessMetric.CPU_SYSTEM, f.number(2), MICROS / hertz);
        return true;
    }

    private boolean memory(AtopFields f) {
        if (f.field(13).equals("n")) {
            return false;
        }
        set(ProcessMetric.RSS, f.number(2), KIB);
        count(ProcessMetric.MINOR_FAULTS, f.number(6), 1);
        count(ProcessMetric.MAJOR_FAULTS, f.number(7), 1);
        set(ProcessMetric.VM_DATA, f.number(9), KIB);
        set(ProcessMetric.SWAP, f.number(11), KIB);
        return true;
    }

    private boolean disk(AtopFields f) {
        if (f.field(9).equals("n") || !f.field(1).equals("y")) {
            return false;
        }
        count(ProcessMetric.READ_BYTES, f.number(3), SECTOR_BYTES);
        count(ProcessMetric.WRITE_BYTES, f.number(5), SECTOR_BYTES);
        return true;
    }

    private void set(ProcessMetric metric, long value, long factor) {
        if (value >= 0 && value < Long.MAX_VALUE / 4096) {
            row.set(metric, value * factor);
        }
    }

    private void count(ProcessMetric metric, long value, double factor) {
        if (value >= 0) {
            if (reset) {
                row.set(metric, Math.round(value * factor));
            } else {
                row.add(metric, value * factor);
            }
        }
    }
}
