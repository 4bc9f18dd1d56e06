package io.culprit.cli;

import io.culprit.model.recording.Recording;
import io.culprit.record.spike.SpikeWatch;
import java.io.IOException;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What the recorder starts when it begins beside a recording of which it does not know yet what is usual in it. */
@Command(
        name = "learn",
        hidden = true,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Finds out of the last seven days of a recording what is usual on this host, for the spike watch.")
final class Learn implements Callable<Integer> {
    @Mixin
    private final StoreOptions store = new StoreOptions();

    @Override
    public Integer call() throws CannotDo {
        try (Recording recording = Recordings.open(store.directory())) {
            SpikeWatch.learn(recording, System.currentTimeMillis(), ZoneId.systemDefault(), store.directory());
            return Exit.NOTHING_FOUND;
        } catch (IOException e) {
            throw new CannotDo("cannot keep what is usual in " + store.directory() + ": " + e.getMessage());
        }
    }
}
