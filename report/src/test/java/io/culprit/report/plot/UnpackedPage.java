package io.culprit.report.plot;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.culprit.model.recording.Plot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A written page read again, as its script reads it. */
record UnpackedPage(String html, List<Data> plots) {
    private static final Pattern DATA = Pattern.compile(
            "<script type=\"application/octet-stream\" class=\"plot\" data-title=\"[^\"<>]*\">([^<]*)</script>");

    /** @param json the facts as they stand in the page */
    record Data(String json, JsonNode facts, List<float[]> least, List<float[]> greatest) {}

    static UnpackedPage of(Plot... plots) throws IOException, DataFormatException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HtmlPlot.write(List.of(plots), out);
        String html = out.toString(UTF_8);
        List<Data> data = new ArrayList<>();
        Matcher matcher = DATA.matcher(html);
        while (matcher.find()) data.add(data(inflated(Base64.getDecoder().decode(matcher.group(1)))));
        return new UnpackedPage(html, data);
    }

    private static byte[] inflated(byte[] deflated) throws DataFormatException {
        Inflater inflater = new Inflater();
        inflater.setInput(deflated);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        while (!inflater.finished()) out.write(buffer, 0, inflater.inflate(buffer));
        inflater.end();
        return out.toByteArray();
    }

    private static Data data(byte[] bytes) {
        int end = 0;
        while (bytes[end] != '\n') end++;
        String json = new String(bytes, 0, end, US_ASCII);
        JsonNode facts = new ObjectMapper().readTree(json);
        int lines = facts.get("lines").size();
        int buckets = facts.get("buckets").asInt();
        Numbers numbers = new Numbers(bytes, end + 1);
        int[][] codes = new int[lines][buckets];
        List<float[]> least = new ArrayList<>();
        List<float[]> greatest = new ArrayList<>();
        for (int[] line : codes) {
            float[] values = new float[buckets];
            int code = 0;
            for (int i = 0; i < buckets; i++) {
                int zigzag = numbers.next() - 1;
                if (zigzag >= 0) code += (zigzag >>> 1) ^ -(zigzag & 1);
                line[i] = code;
                values[i] = zigzag < 0 ? Float.NaN : value(code);
            }
            least.add(values);
        }
        for (int line = 0; line < lines; line++) {
            float[] values = new float[buckets];
            for (int i = 0; i < buckets; i++) {
                values[i] = Float.isNaN(least.get(line)[i]) ? Float.NaN : value(codes[line][i] + numbers.next());
            }
            greatest.add(values);
        }
        if (numbers.at != bytes.length) throw new IllegalStateException(bytes.length - numbers.at + " bytes too many");
        return new Data(json, facts, least, greatest);
    }

    private static float value(int code) {
        float positive = Float.intBitsToFloat(Math.abs(code) << (23 - HtmlValues.FRACTION_BITS));
        return code < 0 ? -positive : positive;
    }

    private static final class Numbers {
        private final byte[] bytes;
        private int at;

        Numbers(byte[] bytes, int at) {
            this.bytes = bytes;
            this.at = at;
        }

        int next() {
            int value = 0;
            int shift = 0;
            do {
                value |= (bytes[at] & 0x7f) << shift;
                shift += 7;
            } while (bytes[at++] < 0);
            return value;
        }
    }
}
