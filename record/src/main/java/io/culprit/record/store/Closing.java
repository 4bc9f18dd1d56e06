package io.culprit.record.store;

import java.io.Closeable;
import java.io.IOException;

/** Closes what was only read, or is already on the medium: a failure to close loses nothing. */
final class Closing {
    private Closing() {}

    static void quietly(Closeable what) {
        try {
            what.close();
        } catch (IOException e) {
            // The kernel has released the descriptor all the same (close(2)).
        }
    }
}
