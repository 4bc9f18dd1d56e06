package io.culprit.report.plot;

import io.culprit.model.recording.Plot;
import io.culprit.report.SafeText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;

/** A plot as one SVG file, with no script, no style sheet and no reference to anything outside. */
public final class SvgPlot {
    private SvgPlot() {}

    /** @throws IOException when {@code out} does, which stays open */
    public static void write(Plot plot, ZoneId zone, OutputStream out) throws IOException {
        Sheet sheet = new Sheet();
        Picture.draw(plot, zone, sheet);
        out.write(sheet.text(plot.title()).getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static final class Sheet implements Surface {
        /** Of a sans-serif letter, in parts of its size: rather too much than too little. */
        private static final double LETTER = 0.56;

        private static final double BOLD_LETTER = 0.6;
        /** A text that fills more than the picture was not written by us. */
        private static final int LONGEST = 200;

        private final StringBuilder body = new StringBuilder(1 << 16);

        String text(String title) {
            return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + Picture.WIDTH + "\" height=\""
                    + Picture.HEIGHT
                    + "\" viewBox=\"0 0 " + Picture.WIDTH + " " + Picture.HEIGHT
                    + "\" font-family=\"Inter,'Segoe UI','Helvetica Neue',Arial,'DejaVu Sans',sans-serif\""
                    + " stroke-linejoin=\"round\" stroke-linecap=\"round\">\n<title>" + escaped(title) + "</title>\n"
                    + body + "</svg>\n";
        }

        @Override
        public void rectangle(double x, double y, double width, double height, int colour) {
            body.append("<rect");
            attribute("x", x);
            attribute("y", y);
            attribute("width", width);
            attribute("height", height);
            colour("fill", colour);
            body.append("/>\n");
        }

        @Override
        public void line(float[] xy, int numbers, double thickness, int colour, double opacity, String words) {
            body.append("<polyline fill=\"none\"");
            colour("stroke", colour);
            attribute("stroke-width", thickness);
            if (opacity < 1) {
                attribute("stroke-opacity", opacity);
            }
            body.append(" points=\"");
            for (int i = 0; i < numbers; i++) {
                if (i > 0) {
                    body.append(i % 2 == 1 ? ',' : ' ');
                }
                number(xy[i]);
            }
            if (words.isEmpty()) {
                body.append("\"/>\n");
            } else {
                body.append("\"><title>").append(escaped(words)).append("</title></polyline>\n");
            }
        }

        @Override
        public void text(double x, double baseline, Anchor anchor, double size, boolean bold, int colour, String text) {
            body.append("<text");
            attribute("x", x);
            attribute("y", baseline);
            attribute("font-size", size);
            if (bold) {
                body.append(" font-weight=\"600\"");
            }
            switch (anchor) {
                case START -> {}
                case MIDDLE -> body.append(" text-anchor=\"middle\"");
                case END -> body.append(" text-anchor=\"end\"");
            }
            colour("fill", colour);
            body.append('>').append(escaped(text)).append("</text>\n");
        }

        @Override
        public double width(String text, double size, boolean bold) {
            return SafeText.of(text, LONGEST).length() * size * (bold ? BOLD_LETTER : LETTER);
        }

        private void attribute(String name, double value) {
            body.append(' ').append(name).append("=\"");
            number(value);
            body.append('"');
        }

        private void colour(String name, int colour) {
            String hex = Integer.toHexString(colour);
            body.append(' ')
                    .append(name)
                    .append("=\"#")
                    .repeat('0', 6 - hex.length())
                    .append(hex)
                    .append('"');
        }

        /** One decimal, none where it is 0. */
        private void number(double value) {
            long tenths = Math.round(10 * value);
            if (tenths < 0) {
                body.append('-');
            }
            body.append(Math.abs(tenths) / 10);
            if (tenths % 10 != 0) {
                body.append('.').append(Math.abs(tenths) % 10);
            }
        }

        private static String escaped(String text) {
            return SafeText.of(text, LONGEST)
                    .replace("&", "&amp;")
                    .replace("<", "&lt;")
                    .replace(">", "&gt;")
                    .replace("\"", "&quot;")
                    .replace("'", "&#39;");
        }
    }
}
