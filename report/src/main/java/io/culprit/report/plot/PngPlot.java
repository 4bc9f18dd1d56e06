package io.culprit.report.plot;

import io.culprit.model.recording.Plot;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;

/** A plot as a PNG file, at twice the size for sharp screens; drawn by ourselves, without java.desktop. */
public final class PngPlot {
    private static final int SCALE = 2;

    private PngPlot() {}

    /** @throws IOException when {@code out} does, which stays open */
    public static void write(Plot plot, ZoneId zone, OutputStream out) throws IOException {
        Board board = new Board(new Raster(SCALE * Picture.WIDTH, SCALE * Picture.HEIGHT));
        Picture.draw(plot, zone, board);
        PngFile.write(board.raster(), out);
    }

    private record Board(Raster raster) implements Surface {
        @Override
        public void rectangle(double x, double y, double width, double height, int colour) {
            raster.rectangle(
                    (int) Math.round(SCALE * x),
                    (int) Math.round(SCALE * y),
                    (int) Math.round(SCALE * width),
                    (int) Math.round(SCALE * height),
                    colour);
        }

        @Override
        public void line(float[] xy, int numbers, double thickness, int colour, double opacity, String words) {
            for (int i = 0; i + 3 < numbers; i += 2) {
                raster.segment(
                        SCALE * (double) xy[i],
                        SCALE * (double) xy[i + 1],
                        SCALE * (double) xy[i + 2],
                        SCALE * (double) xy[i + 3],
                        SCALE * thickness);
            }
            raster.ink(colour, opacity);
        }

        @Override
        public void text(double x, double baseline, Anchor anchor, double size, boolean bold, int colour, String text) {
            double width = width(text, size, bold);
            double left = switch (anchor) {
                case START -> x;
                case MIDDLE -> x - width / 2;
                case END -> x - width;
            };
            StrokeFont.draw(raster, SCALE * left, SCALE * baseline, SCALE * size, bold, colour, text);
        }

        @Override
        public double width(String text, double size, boolean bold) {
            return StrokeFont.width(text, size);
        }
    }
}
