package io.culprit.report.plot;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.culprit.model.recording.Plot;
import io.culprit.report.SafeText;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * One page that holds all lines of one or more plots and lets a person look into them: a single file that loads nothing, runs
 * from disk, and whose content security policy names the hashes of its own script and style and forbids everything else.
 *
 * <p>What a plot holds lies in the page compressed and in base64, so that no text of a process is part of the markup; the
 * titles alone are, escaped.
 */
public final class HtmlPlot {
    /** Higher levels make a page of a thousand lines 2 % smaller and take three times as long. */
    private static final int COMPRESSION = 6;

    private static final int BUFFER_BYTES = 1 << 16;

    private HtmlPlot() {}

    /** Writes the whole page and leaves the stream open. */
    public static void write(Plot plot, OutputStream out) throws IOException {
        write(List.of(plot), out);
    }

    /**
     * @param plots one for each metric that the page lets its reader choose from; the first is shown first
     * @throws IllegalArgumentException when there is none, or a line has not as many values as its plot has buckets
     */
    public static void write(List<Plot> plots, OutputStream out) throws IOException {
        if (plots.isEmpty()) throw new IllegalArgumentException("a page of no plots");
        for (Plot plot : plots) check(plot);
        HtmlParts parts = HtmlParts.load();
        out.write(parts.head(title(plots.getFirst())).getBytes(UTF_8));
        for (Plot plot : plots) {
            String begin =
                    "<script type=\"application/octet-stream\" class=\"plot\" data-title=\"" + title(plot) + "\">";
            out.write(begin.getBytes(UTF_8));
            data(plot, out);
            out.write("</script>\n".getBytes(US_ASCII));
        }
        out.write(parts.tail().getBytes(UTF_8));
        out.flush();
    }

    private static String title(Plot plot) {
        return HtmlParts.escaped(SafeText.of(plot.title()));
    }

    private static void check(Plot plot) {
        for (Plot.Line line : plot.lines()) {
            if (line.least().length != plot.buckets() || line.greatest().length != plot.buckets()) {
                throw new IllegalArgumentException("a line of " + line.least().length + " and " + line.greatest().length
                        + " values in a plot of " + plot.buckets() + " buckets");
            }
        }
    }

    private static void data(Plot plot, OutputStream out) throws IOException {
        Deflater deflater = new Deflater(COMPRESSION);
        try (OutputStream base64 = Base64.getEncoder().wrap(new Unclosed(out));
                OutputStream deflated = new DeflaterOutputStream(base64, deflater, BUFFER_BYTES)) {
            deflated.write(HtmlFacts.of(plot).getBytes(US_ASCII));
            deflated.write('\n');
            HtmlValues.write(plot, deflated);
        } finally {
            deflater.end();
        }
    }

    /** Base64 ends with padding when it is closed; the page goes on. */
    private static final class Unclosed extends OutputStream {
        private final OutputStream out;

        Unclosed(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }
    }
}
