package io.culprit.record.spike;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsualFileTest {
    private static final long DAY = 20_000;
    private static final long NOW = DAY * 86_400_000;

    @TempDir
    Path store;

    @Test
    void whatWasKeptIsRecalled() throws IOException {
        UsualFile.save(kept(), store);
        UsualFile.Kept all = UsualFile.load(store).orElseThrow();
        Usual kept = all.usual();
        assertThat(levelOf(kept.of("backup \u00fc\n"))).isEqualTo(3.5);
        assertThat(levelOf(kept.host[0])).isEqualTo(1.25);
        assertThat(kept.of("other")).isNull();
        LastHour hour = all.lastHour();
        assertThat(hour.pauseUntil()).isEqualTo(NOW + 1);
        assertThat(hour.ends()).containsExactly(NOW - 60_000, NOW);
        assertThat(hour.host()[1].levels()).containsExactly(0.5f, 0.75f);
        assertThat(hour.host()[0].told()).isFalse();
        assertThat(hour.programs()).containsOnlyKeys("backup \u00fc\n");
        assertThat(Objects.requireNonNull(hour.programs().get("backup \u00fc\n"))
                        .told())
                .isTrue();
    }

    @Test
    void ofTheLastHourOnlyWhatLiesInItIsUsed() {
        LastHour hour = kept().lastHour();
        assertThat(hour.at(NOW)).isSameAs(hour);
        assertThat(hour.at(NOW + 3_600_000).ends()).containsExactly(NOW);
        assertThat(hour.at(NOW + 3_600_000).host()[1].levels()).containsExactly(0.75f);
        assertThat(hour.at(NOW - 1).ends()).containsExactly(NOW - 60_000);
        assertThat(hour.at(NOW + 3_600_001)).isSameAs(LastHour.UNKNOWN);
        assertThat(hour.at(0)).isSameAs(LastHour.UNKNOWN);
    }

    @Test
    void whereThereIsNoneNothingIsRecalled() {
        assertThat(UsualFile.load(store)).isEmpty();
    }

    @Test
    void aFileThatWasCutOrChangedAnywhereIsNotBelieved() throws IOException {
        UsualFile.save(kept(), store);
        Path file = UsualFile.in(store);
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            assertThat(UsualFile.load(store)).isEmpty();
            Files.write(file, Arrays.copyOf(whole, random.nextInt(whole.length)));
            assertThat(UsualFile.load(store)).isEmpty();
        }
    }

    private static UsualFile.Kept kept() {
        LastHour.Track[] host = {
            new LastHour.Track(false, new float[] {1, 2}), new LastHour.Track(true, new float[] {0.5f, 0.75f})
        };
        return new UsualFile.Kept(
                usual(),
                new LastHour(
                        NOW + 1,
                        new long[] {NOW - 60_000, NOW},
                        host,
                        Map.of("backup \u00fc\n", new LastHour.Track(true, new float[] {3, 4}))));
    }

    private static Usual usual() {
        Usual usual = new Usual();
        for (int day = 1; day < Profile.DAYS; day++) {
            usual.seen.note(DAY - day, 18, 1);
            usual.host[0].note(DAY - day, 18, 1.25f);
            Objects.requireNonNull(usual.make("backup \u00fc\n", DAY)).note(DAY - day, 18, 3.5f);
        }
        return usual;
    }

    private static double levelOf(@Nullable Profile profile) {
        Profile seen = new Profile();
        for (int day = 1; day < Profile.DAYS; day++) {
            seen.note(DAY - day, 18, 1);
        }
        return Objects.requireNonNull(profile).usual(seen, DAY, 18);
    }
}
