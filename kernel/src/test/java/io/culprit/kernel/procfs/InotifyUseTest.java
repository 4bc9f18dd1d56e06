package io.culprit.kernel.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InotifyUseTest {
    @TempDir
    Path dir;

    @Test
    void countsAnInstanceAndItsWatch() throws IOException {
        try (var watcher = FileSystems.getDefault().newWatchService()) {
            dir.register(watcher, StandardWatchEventKinds.ENTRY_CREATE);
            var use = InotifyUse.count(TimeUnit.SECONDS.toNanos(20));
            if (use.asOptional().isPresent()) {
                assertThat(InotifyUse.largest(use.asOptional().get().instances()))
                        .isPositive();
                assertThat(InotifyUse.largest(use.asOptional().get().watches())).isPositive();
            } else {
                assertThat(use.why()).contains("run as root or with CAP_SYS_PTRACE");
            }
        }
    }

    @Test
    void aWalkWithoutTimeSaysThatItStopped() {
        assertThat(InotifyUse.count(-1).why()).contains("stopped after");
    }
}
