package io.culprit.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.recording.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writers on a disk that loses its power after any of their steps, and keeps of what was not synced any sectors and any names.
 * Each writer goes on with what the loss before left.
 */
class PowerLossTest {
    /** {@code -Dculprit.lives=} for more. */
    private static final int LIVES = Integer.getInteger("culprit.lives", 25);

    private static final int LOSSES_OF_A_LIFE = 12;
    /** A segment has sixteen. */
    private static final int MOST_SAMPLES = 40;

    private static final List<VolatileDisk.Loss> LOSSES = List.of(VolatileDisk.Loss.values());

    /** What was durable when so many steps had been done. */
    private record Acknowledged(long number, int steps) {}

    @TempDir
    Path dir;

    private final Map<VolatileDisk.Loss, Integer> losses = new EnumMap<>(VolatileDisk.Loss.class);
    private int unacknowledged;
    private int torn;

    @Test
    void whatWasAcknowledgedSurvivesAnyLossOfWhatWasNotSynced() throws Exception {
        for (int seed = 0; seed < LIVES; seed++) {
            Random random = new Random(seed);
            Path now = Files.createDirectories(dir.resolve("life-" + seed).resolve("0"));
            NavigableSet<Long> durable = new TreeSet<>();
            for (int loss = 1; loss <= LOSSES_OF_A_LIFE; loss++) {
                Path after = Files.createDirectory(now.resolveSibling(Integer.toString(loss)));
                try {
                    durable = life(now, after, durable, random);
                } catch (AssertionError e) {
                    throw new AssertionError("loss " + loss + " of the life with seed " + seed, e);
                }
                now = after;
            }
        }
        assertThat(losses).containsOnlyKeys(VolatileDisk.Loss.values());
        assertThat(unacknowledged).isPositive();
        assertThat(torn).isPositive();
        System.out.println(
                "PowerLossTest: " + losses + ", torn " + torn + ", unacknowledged and there " + unacknowledged);
    }

    @Test
    void aLiveSegmentDoesNotTakeWhatAnotherOneLeftOnTheMediumForItsOwn() throws Exception {
        try (RecordingWriter writer = RecordingDirectory.write(dir, RoundTripTest.ORIGIN, Numbered.CENTURIES)) {
            Numbered samples = new Numbered(writer);
            assertThat(samples.append(1)).isTrue();
            assertThat(samples.append(2)).isTrue();
        }
        Files.copy(dir.resolve("00000001.live"), dir.resolve("00000002.live"));
        assertThat(found(dir)).containsExactly(1L, 2L);
        try (RecordingWriter writer = RecordingDirectory.write(dir, RoundTripTest.ORIGIN, Numbered.CENTURIES)) {
            assertThat(new Numbered(writer).append(3)).isTrue();
        }
        assertThat(found(dir)).containsExactly(1L, 2L, 3L);
    }

    /** @return the samples that are on the disk after its end */
    private NavigableSet<Long> life(Path before, Path after, NavigableSet<Long> durable, Random random)
            throws Exception {
        VolatileDisk disk = new VolatileDisk(before);
        int tornNow = TornTail.count(before);
        int toldBefore = told(before);
        List<FileStep> steps = new ArrayList<>();
        List<Acknowledged> acknowledged = new ArrayList<>();
        long next = durable.isEmpty() ? 1 : durable.last() + 1;
        Origin origin = new Origin("server1", "boot-1", random.nextInt(4) == 0 ? "another version" : "test");
        try (RecordingWriter writer =
                RecordingDirectory.write(WitnessedFiles.at(before, steps::add), origin, Numbered.CENTURIES)) {
            Numbered samples = new Numbered(writer);
            for (int i = random.nextInt(MOST_SAMPLES); i > 0; i--, next++) {
                assertThat(samples.append(next)).isTrue();
                acknowledged.add(new Acknowledged(next, steps.size()));
            }
        }
        assertThat(told(before) - toldBefore).isEqualTo(tornNow);
        torn += tornNow;
        int last = cut(steps, random);
        steps.subList(0, last).forEach(disk::take);
        VolatileDisk.Loss how = LOSSES.get(random.nextInt(LOSSES.size()));
        losses.merge(how, 1, Integer::sum);
        disk.lose(how, random, after);

        NavigableSet<Long> expected = new TreeSet<>(durable);
        acknowledged.stream().filter(a -> a.steps <= last).forEach(a -> expected.add(a.number));
        NavigableSet<Long> found = found(after);
        assertThat(found)
                .as("after %s at step %s of %s", how, last, steps.size())
                .containsAll(expected);
        found.removeAll(expected);
        // Of those that came later, at most the one that was being written.
        assertThat(found).isSubsetOf(expected.isEmpty() ? 1 : expected.last() + 1);
        unacknowledged += found.size();
        expected.addAll(found);
        return expected;
    }

    /** Half of the time where names change, for there are few of these steps. */
    private static int cut(List<FileStep> steps, Random random) {
        int at = random.nextInt(steps.size() + 1);
        if (random.nextBoolean()) {
            return at;
        }
        int near = at;
        while (near < steps.size()
                && (steps.get(near) instanceof FileStep.Write || steps.get(near) instanceof FileStep.Sync)) {
            near++;
        }
        return near == steps.size() ? at : near + random.nextInt(2);
    }

    private static NavigableSet<Long> found(Path directory) throws IOException, RecordingException {
        return read(directory, Numbered::found).orElseGet(TreeSet::new);
    }

    private static int told(Path directory) throws IOException, RecordingException {
        return read(directory, TornTail::told).orElse(0);
    }

    private static <T> Optional<T> read(Path directory, Function<Recording, T> what)
            throws IOException, RecordingException {
        if (SealedTest.files(directory).isEmpty()) {
            return Optional.empty();
        }
        try (Recording recording = RecordingDirectory.read(directory)) {
            return Optional.of(what.apply(recording));
        }
    }
}
