package io.culprit.model.recording;

/**
 * Something that a reader of the recording must know.
 *
 * @param millis on the clock of {@link Stretch#times()}
 * @param text one line for a person
 */
public record RecordingEvent(long millis, Kind kind, String text) {

    /** The number stands for it on disk. */
    public enum Kind {
        STARTED(1),
        STOPPED(2),
        CLOCK_JUMPED(3),
        /** Samples were taken and could not be stored, or were not taken at all. */
        SAMPLES_LOST(4),
        /** A source was refused or came back, so metrics go missing or come. */
        SOURCE_CHANGED(5),
        SPIKE(6),
        IMPORTED(7);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }
}
