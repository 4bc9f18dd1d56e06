package io.culprit.report.plot;

import io.culprit.model.recording.Unit;
import java.util.ArrayList;
import java.util.List;

/** Round values for the upright axis, from 0 to just above the greatest value. */
record ValueTicks(double top, List<Double> values) {
    private static final double[] DECIMAL = {1, 2, 5, 10};
    /** Of a binary unit, so that the words on the axis stay round. */
    private static final double[] BINARY = {1, 2, 4, 5, 8, 10, 16, 20, 32, 50, 64, 100, 128, 200, 256, 500, 512, 1024};

    private static final double KIBI = 1024;
    /** Room above the greatest value, so that no curve lies on the frame. */
    private static final double HEADROOM = 1.04;

    static ValueTicks of(double greatest, String unit, int most) {
        double wanted = Double.isFinite(greatest) && greatest > 0 ? greatest * HEADROOM : 1;
        boolean bytes = unit.equals(Unit.BYTES) || unit.equals(Unit.BYTES_PER_SECOND);
        double step = step(wanted / most, bytes);
        if (bytes) {
            // There is no half of a byte.
            step = Math.max(1, step);
        }
        List<Double> values = new ArrayList<>();
        for (int i = 0; i <= most && i * step <= wanted; i++) {
            values.add(i * step);
        }
        return new ValueTicks(wanted, List.copyOf(values));
    }

    private static double step(double least, boolean bytes) {
        double base = bytes ? KIBI : 10;
        double power = Math.pow(base, Math.floor(Math.log(least) / Math.log(base)));
        // The logarithm may have been rounded to either side.
        while (power > least) {
            power /= base;
        }
        for (double round : bytes ? BINARY : DECIMAL) {
            if (round * power >= least) {
                return round * power;
            }
        }
        return base * power;
    }
}
