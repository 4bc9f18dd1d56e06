package io.culprit.record.spike;

import io.culprit.model.recording.Spike;
import io.culprit.record.store.Frame;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Thirty days of a host of 12 CPUs: a rhythm of the day that halves at weekends, noise, a backup at 03:00 every night, a job each
 * hour, a report on Mondays, unforeseen bursts of half a minute to three minutes; and from the ninth day on one true spike a day
 * at a random time, of twelve workers or of one process, for twenty minutes.
 */
final class Month {
    static final int DAYS = 30;
    private static final long DAY = 86_400_000L;
    private static final long BEGIN =
            LocalDateTime.of(2026, 11, 2, 0, 0).toInstant(ZoneOffset.UTC).toEpochMilli();
    private static final int FIRST_SPIKE_DAY = 8;
    private static final long SPIKE_MILLIS = 20 * 60_000L;
    private static final int BURSTS_A_DAY = 4;

    /** @param delays milliseconds from the true beginning of each detected spike to its sample */
    record Result(int months, int spikes, int found, int named, int falseFirstWeek, int falseLater, List<Long> delays) {
        double falsePerDay() {
            return falseLater / (double) (DAYS - FIRST_SPIKE_DAY) / months;
        }

        long medianDelaySeconds() {
            return percentile(0.5);
        }

        long slowDelaySeconds() {
            return percentile(0.95);
        }

        private long percentile(double share) {
            List<Long> sorted = delays.stream().sorted().toList();
            return sorted.isEmpty() ? -1 : sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size())) / 1000;
        }
    }

    private record Seeded(long from, boolean workers) {
        long to() {
            return from + SPIKE_MILLIS;
        }
    }

    private record Burst(long from, long to, double cpus) {}

    private final long interval;
    private final SimulatedHost host;
    private final List<Seeded> seeded = new ArrayList<>();
    private final List<Burst> bursts = new ArrayList<>();

    /** A recorder that ends once a day, at a random time, and starts anew after so long. */
    record Restarts(Path store, long downMillis) {}

    private final Optional<Restarts> restarts;
    private final Random restartsAt = new Random(5);

    Month(long intervalMillis, long seed) {
        this(intervalMillis, seed, Optional.empty());
    }

    Month(long intervalMillis, long seed, Optional<Restarts> restarts) {
        interval = intervalMillis;
        this.restarts = restarts;
        host = new SimulatedHost(12, BEGIN, seed);
        for (int day = FIRST_SPIKE_DAY; day < DAYS; day++) {
            seeded.add(new Seeded(
                    BEGIN + day * DAY + (long) (host.random.nextDouble() * (DAY - 2 * SPIKE_MILLIS)), day % 2 == 0));
        }
        for (int i = 0; i < DAYS * BURSTS_A_DAY; i++) {
            long from = BEGIN + (long) (host.random.nextDouble() * DAYS * DAY);
            bursts.add(new Burst(
                    from, from + 30_000 + host.random.nextInt(150_000), 0.5 + 2.5 * host.random.nextDouble()));
        }
    }

    Result run() throws IOException {
        SpikeWatch watch = new SpikeWatch(new SpikeWatch.Settings(ZoneOffset.UTC));
        int[] web = new int[8];
        for (int i = 0; i < web.length; i++) {
            web[i] = host.old("web");
        }
        int[] workers = new int[12];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = host.old("networkingd");
        }
        int[] others = new int[30];
        for (int i = 0; i < others.length; i++) {
            others[i] = host.old("daemon" + i);
        }
        int[] jobs = {-1, -1, -1, -1};
        int found = 0;
        int named = 0;
        int falseFirstWeek = 0;
        int falseLater = 0;
        List<Long> delays = new ArrayList<>();
        Burst down = new Burst(0, 0, 0);
        boolean[] seen = new boolean[seeded.size()];
        for (long t = 0; t < DAYS * DAY; t += interval) {
            int day = (int) (t / DAY);
            double hour = (t % DAY) / 3_600_000.0;
            boolean weekend = day % 7 >= 5;
            double busy = (0.6 + 2.6 * Math.max(0, Math.sin((hour - 6) / 24 * 2 * Math.PI))) * (weekend ? 0.5 : 1);
            for (int w : web) {
                host.uses(w, Math.max(0, busy / web.length * (1 + 0.25 * host.random.nextGaussian())));
            }
            for (int o : others) {
                host.uses(o, 0.01 * Math.abs(host.random.nextGaussian()));
            }
            job(jobs, 0, "backup", hour >= 3 && hour < 3.8 + (day % 5) * 0.05, 2.4);
            job(jobs, 1, "report.py", hour % 1 < 0.03, 0.9);
            job(jobs, 2, "weekly", day % 7 == 0 && hour >= 6 && hour < 6.7, 4);
            double burst = 0;
            for (Burst b : bursts) {
                burst += host.wall >= b.from() && host.wall < b.to() ? b.cpus() : 0;
            }
            job(jobs, 3, "sh", burst > 0, burst);
            double spin = 0.01;
            double one = 0.01;
            for (Seeded s : seeded) {
                // The part of the next interval that lies in it: a spike does not wait for a sample.
                double part = Math.max(0, Math.min(host.wall + interval, s.to()) - Math.max(host.wall, s.from()))
                        / (double) interval;
                spin += s.workers() ? 0.92 * part : 0;
                one += s.workers() ? 0 : 0.92 * part;
            }
            for (int i = 0; i < workers.length; i++) {
                host.uses(workers[i], spin + (i == 0 ? one : 0));
            }
            Frame frame = host.after(interval);
            if (t >= down.from() && t < down.to()) {
                continue;
            }
            if (restarts.isPresent() && t >= down.to()) {
                if (down.to() > 0) {
                    watch = new SpikeWatch(new SpikeWatch.Settings(ZoneOffset.UTC));
                    watch.recall(restarts.get().store());
                }
                down = nextDown(day);
            }
            Optional<Spike> fired = watch.sample(frame, host);
            if (t + interval >= down.from() && t < down.from()) {
                watch.remember(restarts.orElseThrow().store());
            }
            if (fired.isEmpty()) {
                continue;
            }
            int which = spikeAt(fired.get().millis());
            if (which >= 0) {
                if (!seen[which]) {
                    seen[which] = true;
                    found++;
                    delays.add(fired.get().millis() - seeded.get(which).from());
                    named += fired.get()
                                    .riser()
                                    .filter(r -> r.program().equals("networkingd"))
                                    .isPresent()
                            ? 1
                            : 0;
                }
            } else if (day < FIRST_SPIKE_DAY) {
                falseFirstWeek++;
            } else {
                falseLater++;
            }
        }
        return new Result(1, seeded.size(), found, named, falseFirstWeek, falseLater, delays);
    }

    private Burst nextDown(int day) {
        long from = (day + 1) * DAY + (long) (restartsAt.nextDouble() * DAY * 0.9);
        return new Burst(from, from + restarts.orElseThrow().downMillis(), 0);
    }

    private void job(int[] handles, int i, String program, boolean runs, double cpus) {
        if (runs && handles[i] < 0) {
            handles[i] = host.start(program);
        } else if (!runs && handles[i] >= 0) {
            host.end(handles[i]);
            handles[i] = -1;
        }
        if (runs) {
            host.uses(handles[i], cpus);
        }
    }

    private int spikeAt(long millis) {
        for (int i = 0; i < seeded.size(); i++) {
            Seeded s = seeded.get(i);
            if (millis >= s.from() && millis <= s.to() + 2 * interval) {
                return i;
            }
        }
        return -1;
    }
}
