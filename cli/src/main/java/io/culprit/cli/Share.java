package io.culprit.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 10%} or {@code 10}: a share in percent, above 0 and at most 100; yields 0 to 1. */
final class Share implements ITypeConverter<Double> {
    private static final double PERCENT = 100;

    @Override
    public Double convert(String text) {
        String number = text.strip().replaceFirst("\\s*%$", "");
        try {
            double percent = Double.parseDouble(number);
            if (percent > 0 && percent <= PERCENT) {
                return percent / PERCENT;
            }
        } catch (NumberFormatException e) {
            // Told below, together with a number out of range.
        }
        throw new TypeConversionException("'" + text + "' is no share: write 10% (above 0, at most 100)");
    }
}
