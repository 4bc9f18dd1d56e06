package io.culprit.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Sockets and descriptors are what ss, lsof and /proc/PID/fd say. */
class SocketAgreementIT {
    private static final int SHARED_FD = 11;
    private static final int WORKERS = 12;
    private static final int SENT_EVERY_MILLIS = 10;
    /** Each takes more room in the kernel than the whole buffer of a receiver that asks for the least. */
    private static final int DATAGRAM_BYTES = 1000;

    /** As ss prints it, and the field that we call it by. */
    private static final Map<String, String> MEMORY = Map.of(
            "r", "receiveBytes",
            "rb", "receiveLimitBytes",
            "t", "sendBytes",
            "tb", "sendLimitBytes",
            "f", "forwardAllocBytes",
            "w", "queuedBytes",
            "o", "optionBytes",
            "bl", "backlogBytes");

    private static final Pattern MEMORY_WORD = Pattern.compile("([a-z]+)(\\d+)[,)]");

    @ParameterizedTest
    @ValueSource(strings = {"one-peer", "close-wait"})
    void statesAreBetweenTwoReadingsOfSs(String scenario) {
        try (Scenario s = Scenario.start(scenario)) {
            Tool.agreesOneTimeOf(() -> {
                Map<String, Integer> before = tcpStates();
                int udpBefore = lines("-Huan");
                int unixBefore = lines("-Hxa");
                JsonNode tables = Tool.evidence(diagnose(s.pid()), "sockets");
                Map<String, Integer> after = tcpStates();
                Map<String, Integer> ours = new TreeMap<>();
                tables.path("tcpStates")
                        .properties()
                        .forEach(e -> ours.put(e.getKey(), e.getValue().asInt()));
                Set<String> all = new HashSet<>(before.keySet());
                all.addAll(ours.keySet());
                all.addAll(after.keySet());
                for (String state : all) {
                    between(
                            state,
                            before.getOrDefault(state, 0),
                            ours.getOrDefault(state, 0),
                            after.getOrDefault(state, 0));
                }
                JsonNode others = tables.path("otherCounts");
                between("UDP", udpBefore, others.path("UDP").asInt(), lines("-Huan"));
                between("UNIX", unixBefore, others.path("UNIX").asInt(), lines("-Hxa"));
            });
        }
    }

    private static void between(String what, int before, int ours, int after) {
        assertThat(ours).as(what).isBetween(Math.min(before, after), Math.max(before, after));
    }

    private static int lines(String option) {
        return (int) Tool.run("iproute2", "ss", option).out().lines().count();
    }

    private static Map<String, Integer> tcpStates() {
        Map<String, Integer> states = new TreeMap<>();
        Tool.run("iproute2", "ss", "-Htan").out().lines().forEach(l -> states.merge(state(l), 1, Integer::sum));
        return states;
    }

    /** ss has words of its own. */
    private static String state(String line) {
        String theirs = line.substring(0, line.indexOf(' '));
        return switch (theirs) {
            case "ESTAB" -> "ESTABLISHED";
            case "UNCONN" -> "CLOSE";
            case "FIN-WAIT-1" -> "FIN_WAIT1";
            case "FIN-WAIT-2" -> "FIN_WAIT2";
            default -> theirs.replace('-', '_');
        };
    }

    @Test
    void queueMemoryAndDropsOfASocketThatNobodyReadsAreWhatSsSays() throws IOException {
        ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
        try (DatagramChannel deaf = DatagramChannel.open();
                DatagramChannel source = DatagramChannel.open()) {
            deaf.setOption(StandardSocketOptions.SO_RCVBUF, 2 * DATAGRAM_BYTES);
            deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = ((InetSocketAddress) deaf.getLocalAddress()).getPort();
            var sending =
                    sender.scheduleAtFixedRate(() -> send(source, deaf), 0, SENT_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            String before = skmem(port);
            JsonNode ours = dropping(diagnose(ProcessHandle.current().pid()), port);
            String after = skmem(port);
            assertThat(sending.isDone()).isFalse();

            JsonNode memory = ours.path("memory");
            Map<String, Long> theirs = words(after);
            MEMORY.forEach((word, field) ->
                    assertThat(memory.path(field).asLong()).as(field).isEqualTo(theirs.get(word)));
            assertThat(memory.path("drops").asLong()).isBetween(words(before).get("d"), theirs.get("d"));
            assertThat(ours.path("receiveQueue").asString()).isEqualTo(after.split("\\s+", -1)[1]);
            assertThat(ours.path("receiveQueue").asLong()).isPositive();
        } finally {
            sender.shutdownNow();
        }
    }

    private static void send(DatagramChannel from, DatagramChannel to) {
        try {
            from.send(ByteBuffer.allocate(DATAGRAM_BYTES), to.getLocalAddress());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String skmem(int port) {
        String line = Tool.run("iproute2", "ss", "-HuanmO", "sport = :" + port).out();
        assertThat(line).contains("skmem:(");
        return line;
    }

    private static Map<String, Long> words(String line) {
        Map<String, Long> words = new TreeMap<>();
        Matcher m = MEMORY_WORD.matcher(line.substring(line.indexOf("skmem:(")));
        while (m.find()) {
            words.put(m.group(1), Long.parseLong(m.group(2)));
        }
        return words;
    }

    private static JsonNode dropping(Run run, int port) {
        JsonNode all = Tool.evidence(run, "sockets").path("dropping");
        for (JsonNode d : all) {
            if (d.path("socket").path("local").asString().endsWith(":" + port)) {
                return d.path("socket");
            }
        }
        throw new AssertionError("port " + port + " is not in " + all);
    }

    @Test
    void descriptorsAndWhoSharesThemAreWhatLsofAndProcSay() throws IOException {
        try (Scenario s = Scenario.start("networkingd", "--workers", String.valueOf(WORKERS))) {
            String[] workers = s.told("workers").split("-", -1);
            long worker = Long.parseLong(workers[1]);
            Run run = diagnose(worker);
            long open = Tool.ofPid(Tool.evidence(run, "descriptorUsage"), "process", worker)
                    .path("open")
                    .asLong();
            String[] listed = new File("/proc/" + worker + "/fd").list();
            assertThat(listed).as("descriptors of " + worker).isNotNull();
            assertThat(open).isEqualTo(listed.length);
            assertThat(open)
                    .isEqualTo(
                            lsof("-p", String.valueOf(worker), "-d", "0-999999").size());

            JsonNode shared = shared(run, worker);
            String target = Files.readSymbolicLink(Path.of("/proc/" + worker + "/fd/" + SHARED_FD))
                    .toString();
            assertThat(shared.path("target").asString()).isEqualTo(target);
            Set<Long> ours = new HashSet<>(Set.of(worker));
            shared.path("holders")
                    .forEach(h -> ours.add(h.path("process").path("pid").asLong()));
            Set<Long> theirs = new HashSet<>();
            for (String[] row : lsof("-c", "networkingd", "-d", String.valueOf(SHARED_FD))) {
                if (target.equals("socket:[" + row[1] + "]")) {
                    theirs.add(Long.parseLong(row[0]));
                }
            }
            // The workers, and their parent, which opened it.
            assertThat(theirs).hasSize(WORKERS + 1);
            assertThat(ours).isEqualTo(theirs);
        }
    }

    private static JsonNode shared(Run run, long pid) {
        for (JsonNode d : Tool.suspect(run, pid).path("descriptors").path("value")) {
            if (d.path("fd").asInt() == SHARED_FD) {
                return d;
            }
        }
        throw new AssertionError("nothing of descriptor " + SHARED_FD);
    }

    /** A pid and a device (of a socket its inode) for each descriptor. */
    private static List<String[]> lsof(String... which) {
        List<String> command = new ArrayList<>(List.of("lsof", "-nP", "-a", "-F", "pfd"));
        command.addAll(List.of(which));
        List<String[]> rows = new ArrayList<>();
        String pid = "";
        for (String line :
                Tool.run("lsof", command.toArray(String[]::new)).out().lines().toList()) {
            String value = line.substring(1);
            switch (line.charAt(0)) {
                case 'p' -> pid = value;
                case 'f' -> rows.add(new String[] {pid, ""});
                case 'd' -> rows.set(rows.size() - 1, new String[] {pid, value});
                default -> {}
            }
        }
        return rows;
    }

    private static Run diagnose(long pid) {
        Run run = Run.culprit("diagnose", "--quiet", "--format", "json", "--for", "3s", "--pid", String.valueOf(pid));
        assertThat(run.status()).as(run.err()).isLessThanOrEqualTo(1);
        return run;
    }
}
