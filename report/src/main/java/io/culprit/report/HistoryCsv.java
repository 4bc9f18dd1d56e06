package io.culprit.report;

import io.culprit.model.recording.History;
import io.culprit.model.recording.HostHistory;
import io.culprit.model.recording.Metric;
import io.culprit.model.recording.RecordedProcess;
import io.culprit.model.recording.Summary;
import java.io.IOException;
import java.time.Instant;

/** A history as comma-separated values; times are UTC, numbers have no unit. */
public final class HistoryCsv {
    private HistoryCsv() {}

    /** One row for each process or program. */
    public static void write(History h, Appendable out) throws IOException {
        Csv csv = new Csv(out);
        csv.raw("pid,start,program,name,processes,metric,unit,first,last_seen,ended,readings,values")
                .raw("min,mean,max,last,growth_per_hour,restarts")
                .end();
        boolean one = h.by() == History.By.PROCESS;
        for (History.Entry e : h.entries()) {
            RecordedProcess p = e.process();
            csv.raw(one ? Integer.toString(p.id().pid()) : "")
                    .raw(one ? time(p.startedMillis()) : "")
                    .text(p.program())
                    .text(one ? p.name() : "")
                    .raw(Integer.toString(e.processes()))
                    .raw(h.metric().word())
                    .text(h.metric().unit())
                    .raw(time(e.firstMillis()))
                    .raw(time(e.lastMillis()))
                    .raw(Boolean.toString(e.ended()));
            figures(csv, e.summary())
                    .number(e.summary().growthPerHour())
                    .raw(Integer.toString(e.restarts()))
                    .end();
        }
    }

    private static Csv figures(Csv csv, Summary s) throws IOException {
        return csv.raw(Long.toString(s.readings()))
                .raw(Long.toString(s.values()))
                .number(s.least())
                .number(s.mean())
                .number(s.greatest())
                .number(s.last());
    }

    /** One row for each series. */
    public static void write(HostHistory h, Appendable out) throws IOException {
        Csv csv = new Csv(out);
        csv.raw("series,unit,readings,values,min,mean,max,last").end();
        for (HostHistory.Entry e : h.entries()) {
            csv.text(e.metric().key()).text(e.metric().unit());
            figures(csv, e.summary()).end();
        }
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    /** One row for each value. */
    public static final class Points {
        private final Csv csv;
        private final Metric metric;

        /** Writes the heads. */
        public Points(Metric metric, Appendable out) throws IOException {
            this.metric = metric;
            csv = new Csv(out);
            csv.raw("time,pid,start,program,name,metric,value,read").end();
        }

        /** @param read false where the value repeats the last reading */
        public void point(RecordedProcess process, long millis, double value, boolean read) throws IOException {
            csv.raw(time(millis))
                    .raw(Integer.toString(process.id().pid()))
                    .raw(time(process.startedMillis()))
                    .text(process.program())
                    .text(process.name())
                    .raw(metric.word())
                    .number(value)
                    .raw(Boolean.toString(read))
                    .end();
        }
    }
}
