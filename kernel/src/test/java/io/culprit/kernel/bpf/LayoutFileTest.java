package io.culprit.kernel.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutFileTest {
    @TempDir
    Path directory;

    private final Map<KernelField, Integer> offsets = new EnumMap<>(KernelField.class);
    private Path file = Path.of("");

    @BeforeEach
    void learn() {
        file = directory.resolve("kernel-layout");
        for (KernelField field : KernelField.values()) {
            if (field != KernelField.READ_BYTES) {
                offsets.put(field, 8 * offsets.size());
            }
        }
    }

    @Test
    void whatWasLearnedIsKnownTheNextTime() {
        save();
        KernelLayout kept = new LayoutFile(List.of(file)).load().orElseThrow();
        assertThat(kept.tasksFunction()).isEqualTo(64_247);
        assertThat(kept.filesFunction()).isEqualTo(64_252);
        for (KernelField field : KernelField.values()) {
            assertThat(kept.has(field)).isEqualTo(offsets.containsKey(field));
            offsets.computeIfPresent(field, (f, at) -> {
                assertThat(kept.at(f)).isEqualTo(at);
                return at;
            });
        }
    }

    @Test
    void theSecondPlaceIsLookedAtWhereTheFirstHasNone() {
        save();
        assertThat(new LayoutFile(List.of(directory.resolve("none"), file)).load())
                .isPresent();
        assertThat(new LayoutFile(List.of(directory.resolve("none"))).load()).isEmpty();
    }

    @Test
    void whatWasFoundWrongIsNotLoadedAgain() {
        save();
        LayoutFile kept = new LayoutFile(List.of(file));
        assertThat(kept.forget()).isFalse();
        kept = new LayoutFile(List.of(file));
        assertThat(kept.load()).isPresent();
        assertThat(kept.forget()).isTrue();
        assertThat(kept.load()).isEmpty();
    }

    @Test
    void oneByteThatIsOtherwiseMakesItNothing() throws IOException {
        save();
        byte[] right = Files.readAllBytes(file);
        for (int i = 0; i < right.length; i++) {
            byte[] wrong = right.clone();
            wrong[i] = (byte) (wrong[i] ^ 4);
            Files.write(file, wrong);
            assertThat(new LayoutFile(List.of(file)).load()).as("byte " + i).isEmpty();
        }
        for (int length = 0; length < right.length; length++) {
            Files.write(file, Arrays.copyOf(right, length));
            assertThat(new LayoutFile(List.of(file)).load()).isEmpty();
        }
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNoFailure() {
        LayoutFile kept = new LayoutFile(List.of(directory.resolve("missing").resolve("kernel-layout")));
        kept.learned(KernelLayout.of(offsets, 1, 2));
        kept.save();
        assertThat(kept.load()).isEqualTo(Optional.empty());
        assertThat(directory).isEmptyDirectory();
    }

    private void save() {
        LayoutFile kept = new LayoutFile(List.of(file));
        kept.learned(KernelLayout.of(offsets, 64_247, 64_252));
        kept.save();
        assertThat(directory).isDirectoryContaining(file::equals);
    }
}
