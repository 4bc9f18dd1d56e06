package io.culprit.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.HostHistory;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryTextTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    @Test
    void aWideTableShowsTheFiguresOfAProcessAndItsCurve() throws IOException {
        assertThat(text(new Style(190, false, true)))
                .contains("rss on server1: resident memory")
                .contains("2026-11-19 15:00:00 - 2026-11-24 15:00:00 Europe/Berlin (5 days), 43 200 samples")
                .containsPattern("networkingd +18354 +11-19 15:00 +alive +98 MiB +417 MiB +738 MiB"
                        + " +738 MiB +\\+5.33 MiB +0 +▁▁▂▂▂▃▃▃▃▄▄▄▅▅▅▆▆▆▆▇▇▇██")
                .containsPattern("collector +911 .* 11-24 14:00 +250 MiB .* - +3 ")
                .contains("399 processes, the first 2 by last value; 1 without a value")
                .contains("read less often")
                .contains("too narrow for: program");
    }

    @Test
    void aNarrowTableLeavesOutWhatSaysLeastAndSaysSo() throws IOException {
        String text = text(new Style(60, false, true));

        assertThat(text.lines()).allMatch(l -> Columns.of(l) <= 60);
        assertThat(text)
                .containsPattern("networkingd +18354 .*738 MiB +\\+5.33 MiB")
                .contains("too narrow for: program, first");
    }

    @Test
    void aTerminalOfAsciiGetsAsciiAlone() throws IOException {
        assertThat(text(new Style(160, false, false))).matches("[ -~\n]+").contains("_");
    }

    @Test
    void hostileNamesStayOnTheirLineAndReachNoTerminal() throws IOException {
        for (long seed = 0; seed < 100; seed++) {
            StringBuilder out = new StringBuilder();
            HistoryText.write(SampleHistory.hostile(seed), ZONE, out, new Style(120, false, true));
            assertThat(out.toString()).as("seed %d", seed).doesNotContain("\u001b", "\r", "\t", "\u202e");
            assertThat(out.toString().lines()).allMatch(l -> Columns.of(l) <= 120);
        }
    }

    @Test
    void nobodyOfThatNameIsSaidSo() throws IOException {
        StringBuilder out = new StringBuilder();
        var h = SampleHistory.of();
        HistoryText.write(
                new io.culprit.model.recording.History(
                        "h", h.metric(), h.by(), h.sort(), h.range(), 10, 0, 0, List.of()),
                ZONE,
                out,
                Style.plain());

        assertThat(out.toString()).contains("nothing in that range: no processes with that pid, name or program");
    }

    @Test
    void theHostIsATableOfSeriesWithTheirUnits() throws IOException {
        StringBuilder out = new StringBuilder();
        HistoryText.write(SampleHistory.host(), ZONE, out, new Style(100, false, true));

        assertThat(out.toString())
                .containsPattern("load.1 +0.2 +3.1 +18.3 +13.3 +load")
                .containsPattern("memory:MemAvailable +954 MiB +1.86 GiB");
        StringBuilder empty = new StringBuilder();
        HostHistory h = SampleHistory.host();
        HistoryText.write(new HostHistory("h", h.range(), 0, List.of()), ZONE, empty, Style.plain());
        assertThat(empty.toString()).contains("nothing in that range");
    }

    @Test
    void theOverviewTellsWhatTheRecordingCostAndWhatItLacks() throws IOException {
        StringBuilder out = new StringBuilder();
        InfoText.write(SampleHistory.info(), ZONE, out, new Style(110, false, true));

        assertThat(out.toString())
                .contains("43 200, one each 10 s")
                .contains("2 314, 400 at a time")
                .contains("28.6 MiB, 1.74 bytes for a process at a sample")
                .contains("1 h 0 min from 2026-11-19 16:00:00")
                .contains("0.08 % of a CPU on average, 45.8 MiB resident at most, 6.2 ms for a sample on average")
                .contains("1 time, last: 3 samples: disk full")
                .contains("samples lost: 3 samples: disk full");
    }

    @Test
    void aCurveIsFlatWhereASwingIsSmallAndFullWhereItIsNot() {
        assertThat(Spark.of(new float[] {100, 101, 100, 102}, true)).isEqualTo("▁▁▁▂");
        assertThat(Spark.of(new float[] {0, 50, 100, Float.NaN, 100}, true)).isEqualTo("▁▅█ █");
        assertThat(Spark.of(new float[] {0, 0}, true)).isEqualTo("▁▁");
        assertThat(Spark.of(new float[] {Float.NEGATIVE_INFINITY, Float.MAX_VALUE, 1}, false))
                .hasSize(3);
    }

    private static String text(Style style) throws IOException {
        StringBuilder out = new StringBuilder();
        HistoryText.write(SampleHistory.fiveDays(), ZONE, out, style);
        return out.toString();
    }
}
