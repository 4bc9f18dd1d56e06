package io.culprit.record.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.model.ProcessId;
import io.culprit.model.recording.HostSeries;
import io.culprit.model.recording.Lifetime;
import io.culprit.model.recording.ProcessMetric;
import io.culprit.model.recording.Recording;
import io.culprit.model.recording.RecordingEvent;
import io.culprit.model.recording.TimeRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever becomes of the files: what is read is true, and what lies outside of the damage is read. */
class DamageTest {
    private static final int ROUNDS = 400;
    private static final int SAMPLES = 60;
    private static final int SEGMENT = 24;
    private static final ProcessMetric[] METRICS = ProcessMetric.values();

    @TempDir
    Path dir;

    private final Map<String, byte[]> sound = new HashMap<>();
    private final World world = new World(77);

    /** What may be missing after chunks were hit: samples of live segments, whole columns and parts of sealed ones. */
    private static final class Allowed {
        final Set<Long> samples = new HashSet<>();
        final Map<Integer, Set<Integer>> columns = new HashMap<>();
        final Set<Integer> host = new HashSet<>();
        boolean descriptions;
        boolean events;
        boolean any;
    }

    @BeforeEach
    void record() throws Exception {
        Path original = dir.resolve("sound");
        try (RecordingWriter writer = RecordingDirectory.write(original, RoundTripTest.ORIGIN, Limits.USUAL, false)) {
            for (int i = 0; i < SAMPLES; i++) {
                if (i % 10 == 0) {
                    writer.event(new RecordingEvent(world.wall, RecordingEvent.Kind.SPIKE, "event " + i));
                }
                writer.append(world.next(writer, 8, SealedTest.TEN_MINUTES));
            }
        }
        for (String file : SealedTest.files(original)) {
            sound.put(file, Files.readAllBytes(original.resolve(file)));
        }
        assertThat(sound.keySet()).containsExactlyInAnyOrder("00000001.seg", "00000002.seg", "00000003.live");
    }

    @Test
    void damageCostsTheDamagedChunkAndNothingElseAndIsTold() throws Exception {
        int harmed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(round);
            Path at = dir.resolve("round-" + round);
            Allowed allowed = damage(at, random);
            try (Recording recording = RecordingDirectory.read(at)) {
                boolean missing = check(recording, allowed, round);
                harmed += missing ? 1 : 0;
                List<String> told = recording.overview().orElseThrow().damage();
                if (missing) {
                    assertThat(told).as("round %s", round).isNotEmpty();
                }
                if (!allowed.any) {
                    assertThat(told).as("round %s", round).isEmpty();
                }
            }
            if (round % 4 == 0) {
                goOn(at, allowed, round);
            }
            remove(at);
        }
        assertThat(harmed).isGreaterThan(ROUNDS / 2);
    }

    /** A writer goes on with the damaged recording; what it adds is read, and no more is missing than before. */
    private void goOn(Path at, Allowed allowed, int round) throws Exception {
        int before = world.samples.size();
        World more = new World(round);
        more.boot = world.boot;
        more.wall = world.wall;
        try (RecordingWriter writer = RecordingDirectory.write(at, RoundTripTest.ORIGIN, Limits.USUAL, false)) {
            for (int i = 0; i < 30; i++) {
                writer.append(more.next(writer, 3, SealedTest.TEN_MINUTES));
            }
        }
        world.samples.addAll(more.samples);
        try (Recording recording = RecordingDirectory.read(at)) {
            Set<Long> lost = new HashSet<>(allowed.samples);
            check(recording, allowed, round);
            assertThat(recording.overview().orElseThrow().samples()).isBetween(90L - lost.size(), 90L);
        }
        world.samples.subList(before, world.samples.size()).clear();
    }

    private static void remove(Path at) throws IOException {
        for (String file : SealedTest.files(at)) {
            Files.delete(at.resolve(file));
        }
        Files.deleteIfExists(at.resolve("lock"));
        Files.delete(at);
    }

    private Allowed damage(Path at, Random random) throws IOException {
        Files.createDirectory(at);
        List<String> names = sound.keySet().stream().sorted().toList();
        for (String name : names) {
            Files.write(at.resolve(name), bytes(name));
        }
        String name = names.get(random.nextInt(names.size()));
        byte[] bytes = bytes(name).clone();
        int from = random.nextInt(bytes.length);
        int to = from + 1;
        switch (random.nextInt(4)) {
            case 0 -> {
                to = Math.min(bytes.length, from + 1 + random.nextInt(3000));
                Arrays.fill(bytes, from, to, (byte) 0);
            }
            case 1 -> {
                to = bytes.length;
                bytes = Arrays.copyOf(bytes, from);
            }
            default -> bytes[from] ^= (byte) (1 << random.nextInt(8));
        }
        Files.write(at.resolve(name), bytes);
        return allowed(name, from, to);
    }

    private byte[] bytes(String name) {
        return Objects.requireNonNull(sound.get(name));
    }

    private static boolean isGone(Map<Integer, Integer> left, int kind) {
        return left.getOrDefault(kind, 1) == 0;
    }

    private Allowed allowed(String name, int from, int to) throws IOException {
        Allowed allowed = new Allowed();
        int segment = name.charAt(7) - '1';
        int sample = segment * SEGMENT;
        Path copy = Files.write(dir.resolve(name), bytes(name));
        Map<Integer, Integer> left = new HashMap<>();
        Chunks.Segment opened = new Chunks.Segment(segment + 1, name.endsWith("live"));
        try (FileSource source = new FileSource(copy, opened, new Transfer())) {
            for (Chunk chunk : source.chunks()) {
                boolean hit = chunk.position() - Framing.HEAD_BYTES < to && chunk.position() + chunk.length() > from;
                allowed.any |= hit;
                if (chunk.kind() == ChunkKind.BLOCK) {
                    if (hit) {
                        allowed.samples.add(world.samples.get(sample).boot());
                        allowed.descriptions = true;
                        allowed.events = true;
                    }
                    sample++;
                } else if (chunk.kind() == ChunkKind.COLUMN && hit) {
                    allowed.columns
                            .computeIfAbsent(segment, s -> new HashSet<>())
                            .add(chunk.number());
                } else if (chunk.kind() != ChunkKind.COLUMN) {
                    left.merge(chunk.kind(), hit ? 0 : 1, Integer::sum);
                }
            }
        }
        Files.delete(copy);
        if (name.endsWith("live")) {
            return allowed;
        }
        allowed.descriptions |= isGone(left, ChunkKind.DESCRIPTIONS);
        allowed.events |= isGone(left, ChunkKind.EVENTS);
        if (isGone(left, ChunkKind.HOST)) {
            allowed.host.add(segment);
        }
        if (isGone(left, ChunkKind.INDEX) || isGone(left, ChunkKind.TIMES) || isGone(left, ChunkKind.ROWS)) {
            for (int i = 0; i < SEGMENT; i++) {
                allowed.samples.add(world.samples.get(segment * SEGMENT + i).boot());
            }
            allowed.events = true;
        }
        return allowed;
    }

    /** @return whether anything is missing */
    private boolean check(Recording recording, Allowed allowed, int round) {
        Map<Long, World.Sample> missing = new HashMap<>();
        world.samples.forEach(s -> missing.put(s.boot(), s));
        boolean harmed = false;
        for (Expected.Found found : Expected.all(recording, TimeRange.ALL)) {
            World.Sample expected = missing.remove(found.time() - World.BOOTED);
            assertThat(expected).as("round %s: a sample that never was", round).isNotNull();
            harmed |= values(found, Objects.requireNonNull(expected), allowed, round);
        }
        assertThat(allowed.samples).as("round %s", round).containsAll(missing.keySet());
        harmed |= host(recording.host(TimeRange.ALL, key -> true), allowed, round);
        harmed |= described(recording.processes(TimeRange.ALL), allowed, round);
        List<RecordingEvent> events = recording.events(TimeRange.ALL).stream()
                .filter(e -> e.kind() == RecordingEvent.Kind.SPIKE)
                .toList();
        assertThat(events).allMatch(e -> e.text().startsWith("event "));
        if (!allowed.events) {
            assertThat(events).as("round %s", round).hasSize(SAMPLES / 10);
        }
        return harmed || !missing.isEmpty() || events.size() < SAMPLES / 10;
    }

    private boolean values(Expected.Found found, World.Sample expected, Allowed allowed, int round) {
        boolean harmed = false;
        assertThat(found.values().keySet())
                .as("round %s", round)
                .isEqualTo(expected.values().keySet());
        int segment = world.samples.indexOf(expected) / SEGMENT;
        for (Map.Entry<ProcessId, long[]> one : found.values().entrySet()) {
            for (int m = 0; m < METRICS.length; m++) {
                long value = one.getValue()[m];
                long was = Objects.requireNonNull(expected.values().get(one.getKey()))[m];
                if (value != was) {
                    harmed = true;
                    assertThat(value)
                            .as("round %s: %s of %s, was %s", round, METRICS[m], one.getKey(), was)
                            .isEqualTo(ProcessMetric.UNKNOWN);
                    assertThat(allowed.columns.getOrDefault(segment, Set.of()))
                            .as("round %s: lost columns of segment %s", round, segment)
                            .contains(METRICS[m].number());
                }
            }
        }
        return harmed;
    }

    private boolean host(HostSeries host, Allowed allowed, int round) {
        boolean harmed = false;
        for (HostSeries.Line line : host.lines()) {
            for (int i = 0; i < host.times().length; i++) {
                long boot = host.times()[i] - World.BOOTED;
                World.Sample sample = world.samples.stream()
                        .filter(s -> s.boot() == boot)
                        .findFirst()
                        .orElseThrow();
                long was = sample.host().getOrDefault(line.key(), ProcessMetric.UNKNOWN);
                if (line.values()[i] != was) {
                    harmed = true;
                    assertThat(line.values()[i]).isEqualTo(ProcessMetric.UNKNOWN);
                    assertThat(allowed.host).as("round %s", round).contains(world.samples.indexOf(sample) / SEGMENT);
                }
            }
        }
        return harmed;
    }

    /** After an exec the description before it is no lie, only old. */
    private boolean described(List<Lifetime> lives, Allowed allowed, int round) {
        boolean harmed = false;
        for (Lifetime life : lives) {
            if (life.process().command().endsWith("(its description is damaged)")) {
                harmed = true;
                assertThat(allowed.descriptions).as("round %s", round).isTrue();
            } else if (!allowed.descriptions
                    && world.processes.containsKey(life.process().id())) {
                assertThat(life.process())
                        .isEqualTo(world.processes.get(life.process().id()));
            }
        }
        return harmed;
    }

    @Test
    void damageInFrontOfManyBlocksDoesNotHideThoseBehindIt() throws Exception {
        byte[] live = bytes("00000003.live");
        Arrays.fill(live, 0, 2000, (byte) 0xC3);
        Path at = Files.createDirectory(dir.resolve("front"));
        Files.write(at.resolve("00000003.live"), live);
        try (Recording recording = RecordingDirectory.read(at)) {
            assertThat(recording.overview().orElseThrow().samples()).isBetween(8L, 11L);
            assertThat(recording.overview().orElseThrow().damage()).isNotEmpty();
        }
    }

    @Test
    void junkBesideTheRecordingIsLeftAlone() throws Exception {
        Path at = Files.createDirectory(dir.resolve("junk"));
        for (Map.Entry<String, byte[]> file : sound.entrySet()) {
            Files.write(at.resolve(file.getKey()), file.getValue());
        }
        Files.write(at.resolve("00000000.seg"), new byte[0]);
        Files.write(at.resolve("99999999.seg"), "no segment".getBytes(StandardCharsets.UTF_8));
        Files.write(at.resolve("99999998.live"), new byte[0]);
        Files.write(at.resolve("notes.txt"), new byte[] {1});
        Files.write(at.resolve("00000004.seg.bak"), new byte[] {1});
        Files.createDirectory(at.resolve("00000005.live"));
        for (int i = 0; i < 2; i++) {
            World more = new World(i);
            try (RecordingWriter writer = RecordingDirectory.write(at, RoundTripTest.ORIGIN, Limits.USUAL)) {
                more.boot = world.boot + i * 1_000_000L;
                more.wall = world.wall + i * 1_000_000L;
                writer.append(more.next(writer, 3, 10_000));
            }
            try (Recording recording = RecordingDirectory.read(at)) {
                assertThat(recording.overview().orElseThrow().samples()).isEqualTo(SAMPLES + 1 + i);
                assertThat(recording.overview().orElseThrow().damage()).isNotEmpty();
            }
        }
        assertThat(at.resolve("notes.txt")).exists();
        assertThat(at.resolve("00000004.seg.bak")).exists();
    }
}
