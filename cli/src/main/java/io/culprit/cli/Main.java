package io.culprit.cli;

import io.culprit.report.SafeText;
import java.util.Optional;

/** {@code culprit}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        Optional<RecordRequest> recording = RecordArguments.plain(args);
        return recording.isPresent() ? record(recording.get()) : AllCommands.run(args);
    }

    /** Says what {@link AllCommands} would say. */
    private static int record(RecordRequest request) {
        try {
            return new RecordRun(request).run();
        } catch (WrongUsage e) {
            System.err.println(
                    "culprit: " + SafeText.of(String.valueOf(e.getMessage())) + " (see 'culprit record --help')");
            return Exit.USAGE;
        } catch (CannotDo e) {
            System.err.println("culprit: " + SafeText.of(String.valueOf(e.getMessage())));
            return Exit.CANNOT;
        }
    }
}
