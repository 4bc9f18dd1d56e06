package io.culprit.record.sample;

import io.culprit.kernel.procfs.Cursor;
import io.culprit.record.store.Frame;
import java.util.List;

/** A sysctl of some numbers, such as {@code /proc/sys/net/ipv4/tcp_mem}: low, pressure and high, in pages. */
final class NumbersText implements HostText {
    private final List<String> keys;
    private final long unit;

    /** @param keys of the numbers in their order */
    NumbersText(long unit, String... keys) {
        this.keys = List.of(keys);
        this.unit = unit;
    }

    @Override
    public void take(Cursor text, Frame frame) {
        for (int i = 0; i < keys.size(); i++) {
            long value = text.number();
            if (value < 0) {
                return;
            }
            frame.host(keys.get(i), value * unit);
        }
    }
}
