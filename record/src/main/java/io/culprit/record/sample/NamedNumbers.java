package io.culprit.record.sample;

import io.culprit.kernel.procfs.Cursor;
import io.culprit.record.store.Frame;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Lines that begin with a name and a number, and the keys of those that are wanted. */
final class NamedNumbers implements HostText {
    private final long unit;
    private byte[][] names = new byte[0][];
    private String[] keys = new String[0];

    /** @param unit of the numbers: 1024 for kB */
    NamedNumbers(long unit) {
        this.unit = unit;
    }

    /** @param name up to its end, so that no longer one is taken for it */
    NamedNumbers with(String name, String key) {
        names = Arrays.copyOf(names, names.length + 1);
        names[names.length - 1] = name.getBytes(StandardCharsets.US_ASCII);
        keys = Arrays.copyOf(keys, keys.length + 1);
        keys[keys.length - 1] = key;
        return this;
    }

    @Override
    public void take(Cursor text, Frame frame) {
        for (; text.more(); text.line()) {
            takeLine(text, frame);
        }
    }

    /** Stays in the line. */
    void takeLine(Cursor text, Frame frame) {
        for (int i = 0; i < names.length; i++) {
            if (text.skip(names[i])) {
                long n = text.number();
                if (n >= 0) {
                    frame.host(keys[i], n * unit);
                }
                return;
            }
        }
    }
}
