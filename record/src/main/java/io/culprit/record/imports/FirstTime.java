package io.culprit.record.imports;

import java.util.OptionalLong;

/** Finds the first time of a file and drops everything else. */
final class FirstTime implements Samples {
    private OptionalLong first = OptionalLong.empty();

    OptionalLong millis() {
        return first;
    }

    @Override
    public void host(String name) {}

    @Override
    public boolean at(long millis, long line) {
        if (first.isEmpty()) {
            first = OptionalLong.of(millis);
        }
        return true;
    }

    @Override
    public boolean take(Row row, long line) {
        return true;
    }

    @Override
    public void hostLevel(String key, double value) {}

    @Override
    public void hostCounter(String key, double value) {}

    @Override
    public void hostMore(String key, double delta) {}

    @Override
    public void hostRate(String key, double perSecond) {}
}
