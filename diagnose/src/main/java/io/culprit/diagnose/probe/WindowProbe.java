package io.culprit.diagnose.probe;

import io.culprit.model.Answer;

/**
 * A probe whose figures are differences over the window.
 *
 * <p>One thread calls {@link #begin} once, {@link #tick} about once a second, and {@link #finish} once.
 */
public interface WindowProbe<T> {
    /** Takes the first reading. A refusal is kept and told by {@link #finish}. */
    void begin();

    /** Takes a reading in between, for what must be seen more than twice. */
    default void tick() {}

    /** Takes the last reading and yields the evidence. */
    Answer<T> finish();
}
