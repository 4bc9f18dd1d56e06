package io.culprit.kernel.procfs;

import io.culprit.kernel.sys.Read;

/**
 * {@code /proc/pressure/*} (Documentation/accounting/psi.rst): averages in percent, totals in microseconds.
 *
 * @param fullTotalMicros 0 where the kernel prints no {@code full} line
 */
public record PressureFile(double avg10, double avg60, double avg300, long someTotalMicros, long fullTotalMicros) {

    public static Read<PressureFile> parse(String text) {
        double[] averages = new double[3];
        long some = -1;
        long full = 0;
        for (String line : text.split("\n", -1)) {
            String[] f = line.split(" +", -1);
            if (f[0].equals("some")) {
                averages = new double[] {value(f, "avg10="), value(f, "avg60="), value(f, "avg300=")};
                some = (long) value(f, "total=");
            } else if (f[0].equals("full")) {
                full = (long) value(f, "total=");
            }
        }
        return some < 0
                ? Read.malformed("parse pressure", "has no line 'some'")
                : Read.ok(new PressureFile(averages[0], averages[1], averages[2], some, full));
    }

    private static double value(String[] fields, String key) {
        for (String f : fields) {
            if (f.startsWith(key)) {
                try {
                    return Double.parseDouble(f.substring(key.length()));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 0;
    }
}
