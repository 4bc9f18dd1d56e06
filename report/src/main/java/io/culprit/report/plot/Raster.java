package io.culprit.report.plot;

import java.util.Arrays;

/** Pixels, and smooth lines on them. */
final class Raster {
    private final int width;
    private final int height;
    private final int[] pixels;
    /** How much of each pixel the line that is being drawn covers: where it crosses itself it grows no darker. */
    private final float[] cover;

    private int[] touched = new int[1 << 14];
    private int touchedCount;

    Raster(int width, int height) {
        this.width = width;
        this.height = height;
        pixels = new int[width * height];
        cover = new float[width * height];
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** As {@code 0xRRGGBB}. */
    int pixel(int x, int y) {
        return pixels[y * width + x];
    }

    void rectangle(int x, int y, int w, int h, int colour) {
        for (int row = Math.max(0, y); row < Math.min(height, y + h); row++) {
            int from = Math.clamp(x, 0, width);
            Arrays.fill(pixels, row * width + from, row * width + Math.clamp((long) x + w, from, width), colour);
        }
    }

    /** Adds to the line that {@link #ink} then colours as one. */
    void segment(double x1, double y1, double x2, double y2, double thickness) {
        double half = thickness / 2;
        double reach = half + 1;
        int left = (int) Math.max(0, Math.floor(Math.min(x1, x2) - reach));
        int right = (int) Math.min(width - 1, Math.ceil(Math.max(x1, x2) + reach));
        int above = (int) Math.max(0, Math.floor(Math.min(y1, y2) - reach));
        int below = (int) Math.min(height - 1, Math.ceil(Math.max(y1, y2) + reach));
        double dx = x2 - x1;
        double dy = y2 - y1;
        double length2 = dx * dx + dy * dy;
        for (int y = above; y <= below; y++) {
            for (int x = left; x <= right; x++) {
                double px = x + 0.5 - x1;
                double py = y + 0.5 - y1;
                double along = length2 == 0 ? 0 : Math.clamp((px * dx + py * dy) / length2, 0, 1);
                double distance = Math.hypot(px - along * dx, py - along * dy);
                float covered = (float) Math.clamp(half + 0.5 - distance, 0, 1);
                if (covered > 0) {
                    touch(y * width + x, covered);
                }
            }
        }
    }

    private void touch(int i, float covered) {
        if (cover[i] == 0) {
            if (touchedCount == touched.length) {
                touched = Arrays.copyOf(touched, 2 * touchedCount);
            }
            touched[touchedCount++] = i;
        }
        cover[i] = Math.max(cover[i], covered);
    }

    void ink(int colour, double opacity) {
        for (int k = 0; k < touchedCount; k++) {
            int i = touched[k];
            double share = cover[i] * opacity;
            cover[i] = 0;
            pixels[i] = mix(pixels[i] >> 16 & 0xff, colour >> 16 & 0xff, share) << 16
                    | mix(pixels[i] >> 8 & 0xff, colour >> 8 & 0xff, share) << 8
                    | mix(pixels[i] & 0xff, colour & 0xff, share);
        }
        touchedCount = 0;
    }

    private static int mix(int below, int above, double share) {
        return (int) Math.round(below + (above - below) * share);
    }
}
