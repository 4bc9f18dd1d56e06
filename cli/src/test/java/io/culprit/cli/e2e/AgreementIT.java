package io.culprit.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** CPU, system calls and memory are what pidstat, time, strace and /proc say of the same process at the same time. */
class AgreementIT {
    /** Others may have the CPU while one measures and the other does not; 4 seconds of ticks alone would be 0.0025. */
    private static final double CPUS = 0.07;
    /** Three bursts of 0.1 s at 500 calls a second begin and end between two calls: 3 of 150; the rest is a late wake-up. */
    private static final double RATE = 0.05;

    private static final double SHARE = 0.02;
    /** The kernel keeps up to 64 pages for each CPU uncounted in what it sums up cheaply (percpu_counter, kernel 6.2). */
    private static final long UNCOUNTED_BYTES =
            64L * 4096 * Runtime.getRuntime().availableProcessors();

    private static final String HALF_BUSY = """
            $| = 1; print "ready pid=$$\\n"; $end = time + 60;
            while (time < $end) { $busy = time + 0.01; 1 while time < $busy; sleep 0.01 }
            """;
    /** Paced by the clock, so that who else has the CPU does not matter; every second call fails. */
    private static final String PACED = """
            $| = 1; $next = $last = time; $end = time + 80;
            socket(S, AF_INET, SOCK_DGRAM, 0) && bind(S, sockaddr_in(0, INADDR_LOOPBACK)) or die;
            fcntl(S, F_SETFL, O_NONBLOCK) or die;
            print "ready pid=$$\\n";
            while (($now = time) < $end) {
                $next += 0.002; sleep($next - $now) if $next > $now;
                recv(S, $byte, 1, 0); $calls++;
                next if $now < $last + 0.2;
                printf "iterations=%d wall_ns=%.0f\\n", $calls, ($now - $last) * 1e9;
                $calls = 0; $last = $now;
            }
            """;

    private static final int NANOS = 1_000_000_000;

    @TempDir
    Path directory;

    @Test
    void theCpuOfASpinningProcessIsWhatPidstatAndTimeSay() {
        List<String> spin =
                List.of(Run.ROOT.resolve("scenarios/target/bin/spin").toString(), "--seconds", "60");
        Tool.agreesOneTimeOf(() -> assertThat(cpusAgree(spin)).isGreaterThan(0.5));
    }

    @Test
    void theCpuOfAHalfBusyProcessIsWhatPidstatAndTimeSay() {
        List<String> halfBusy = Tool.command("perl-base", "perl", "-MTime::HiRes=time,sleep", "-e", HALF_BUSY);
        Tool.agreesOneTimeOf(() -> assertThat(cpusAgree(halfBusy)).isBetween(0.3, 0.6));
    }

    private double cpusAgree(List<String> program) {
        Path file = directory.resolve("time");
        List<String> command = new ArrayList<>(Tool.command("time", "time", "-f", "%U %S %e", "-o", file.toString()));
        command.addAll(program);
        double pidstat;
        double culprit;
        try (Scenario s = Scenario.of(command)) {
            long pid = Long.parseLong(s.told("pid"));
            CompletableFuture<Run> meanwhile = Tool.begin("sysstat", "pidstat", "-p", String.valueOf(pid), "1", "4");
            JsonNode process = Tool.ofPid(Tool.evidence(diagnose(pid), "usage").path("processes"), "id", pid);
            culprit = process.path("user").asDouble() + process.path("system").asDouble();
            pidstat = average(meanwhile.join().out());
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
            s.ended();
        }
        double[] time = lastLine(file);
        assertThat(culprit).as("pidstat").isCloseTo(pidstat, within(CPUS));
        assertThat(culprit).as("time").isCloseTo((time[0] + time[1]) / time[2], within(CPUS));
        return culprit;
    }

    /** %CPU of the line that sums up. */
    private static double average(String out) {
        List<String[]> rows =
                out.lines().map(String::strip).map(l -> l.split("\\s+")).toList();
        int cpu = Arrays.asList(rows.stream()
                        .filter(r -> Arrays.asList(r).contains("%CPU"))
                        .reduce((a, b) -> b)
                        .orElseThrow(() -> new AssertionError(out)))
                .indexOf("%CPU");
        return rows.stream()
                .filter(r -> r[0].equals("Average:") && !r[cpu].equals("%CPU"))
                .mapToDouble(r -> Double.parseDouble(r[cpu]) / 100)
                .findFirst()
                .orElseThrow(() -> new AssertionError(out));
    }

    private static double[] lastLine(Path file) {
        try {
            return Arrays.stream(Files.readAllLines(file).getLast().split(" "))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void systemCallsAreWhatStraceAndTheProgramItselfCount() {
        try (Scenario s = Scenario.of(
                Tool.command("perl-base", "perl", "-MTime::HiRes=time,sleep", "-MSocket", "-MFcntl", "-e", PACED))) {
            Tool.agreesOneTimeOf(() -> callsAgree(s));
        }
    }

    private static void callsAgree(Scenario s) {
        s.printed();
        Run strace =
                Tool.run("strace", "timeout", "--signal=INT", "3", "strace", "-c", "-f", "-p", String.valueOf(s.pid()));
        OwnCount underStrace = OwnCount.of(s.printed());
        Map<String, long[]> theirs = straceTable(strace.err());
        double straceRate = theirs.getOrDefault("recvfrom", new long[2])[0] / 3.0;

        Run run = diagnose(s.pid());
        OwnCount own = OwnCount.of(s.printed());
        JsonNode trace = Tool.evidence(run, "syscalls");
        long calls = 0;
        long failed = 0;
        long recvfrom = 0;
        for (JsonNode row : trace.path("counts")) {
            long count = row.path("count").asLong();
            calls += count;
            failed += row.path("errno").asInt() == 0 ? 0 : count;
            if (row.path("name").asString().equals("recvfrom")) {
                assertThat(row.path("errnoName").asString()).isEqualTo("EAGAIN");
                recvfrom += count;
            }
        }
        double culprit = recvfrom / trace.path("tracedSeconds").asDouble();
        assertThat(calls).isEqualTo(trace.path("calls").asLong());
        assertThat(trace.path("lost").asLong()).isZero();
        assertThat(culprit).as("its own count").isCloseTo(own.rate(), within(RATE * own.rate()));
        assertThat(straceRate).as("its own count").isCloseTo(underStrace.rate(), within(RATE * underStrace.rate()));
        assertThat(culprit).as("strace").isCloseTo(straceRate, within(RATE * straceRate));
        long[] total = theirs.getOrDefault("total", new long[2]);
        assertThat((double) failed / calls)
                .as("share of errors")
                .isCloseTo((double) total[1] / total[0], within(SHARE));
    }

    /** Calls and errors by name; the column of errors is empty where there are none. */
    private static Map<String, long[]> straceTable(String err) {
        Map<String, long[]> rows = new HashMap<>();
        err.lines().map(l -> l.strip().split("\\s+")).filter(r -> r.length >= 5).forEach(r -> {
            if (r[0].matches("\\d+\\.\\d+")) {
                rows.put(r[r.length - 1], new long[] {Long.parseLong(r[3]), r.length > 5 ? Long.parseLong(r[4]) : 0});
            }
        });
        assertThat(rows).as(err).containsKey("total");
        return rows;
    }

    @Test
    void memoryThatStandsStillIsWhatStatusSays() {
        try (Scenario s = Scenario.start("malloc-leak", "--healthy")) {
            JsonNode memory =
                    Tool.suspect(diagnose(s.pid()), s.pid()).path("memory").path("value");
            Map<String, Long> status = status(s.pid());
            assertThat(memory.path("anon").asLong()).isCloseTo(status.get("RssAnon"), within(UNCOUNTED_BYTES));
            assertThat(memory.path("file").asLong()).isCloseTo(status.get("RssFile"), within(UNCOUNTED_BYTES));
            assertThat(memory.path("rss").asLong()).isCloseTo(status.get("VmRSS"), within(2 * UNCOUNTED_BYTES));
            assertThat(memory.path("shmem").asLong()).isEqualTo(status.get("RssShmem"));
            assertThat(memory.path("swap").asLong()).isEqualTo(status.get("VmSwap"));
            assertThat(memory.path("data").asLong()).isEqualTo(status.get("VmData"));
            assertThat(memory.path("virtual").asLong()).isEqualTo(status.get("VmSize"));
        }
    }

    @Test
    void memoryThatGrowsLiesBetweenTwoReadingsOfStatusAndSoDoesItsPace() {
        try (Scenario s = Scenario.start("malloc-leak")) {
            long began = System.nanoTime();
            Map<String, Long> before = status(s.pid());
            Run run = diagnose(s.pid());
            Map<String, Long> after = status(s.pid());
            double seconds = (System.nanoTime() - began) / (double) NANOS;
            JsonNode memory = Tool.suspect(run, s.pid()).path("memory").path("value");
            assertThat(memory.path("anon").asLong()).isBetween(before.get("RssAnon"), after.get("RssAnon"));
            assertThat(memory.path("data").asLong()).isBetween(before.get("VmData"), after.get("VmData"));
            double pace = (after.get("RssAnon") - before.get("RssAnon")) / seconds;
            assertThat(memory.path("growthBytesPerSecond").asDouble()).isCloseTo(pace, within(RATE * pace));
        }
    }

    private static Map<String, Long> status(long pid) {
        try {
            Map<String, Long> kilobytes = new HashMap<>();
            for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status"))) {
                String[] words = line.split("\\s+", -1);
                if (words.length == 3 && words[2].equals("kB")) {
                    kilobytes.put(words[0].replace(":", ""), Long.parseLong(words[1]) * 1024);
                }
            }
            return kilobytes;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Run diagnose(long pid) {
        Run run = Run.culprit("diagnose", "--quiet", "--format", "json", "--for", "4s", "--pid", String.valueOf(pid));
        assertThat(run.status()).as(run.err()).isLessThanOrEqualTo(1);
        return run;
    }
}
