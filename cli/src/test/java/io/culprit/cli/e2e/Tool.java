package io.culprit.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The commands that an administrator would type instead. */
final class Tool {
    /** The host is shared: what happens to it between two readings is no disagreement the next time. */
    private static final int ATTEMPTS = 5;

    private Tool() {}

    /** @param debianPackage what to install when it is missing */
    static Run run(String debianPackage, String... command) {
        return Run.of(command(debianPackage, command));
    }

    static CompletableFuture<Run> begin(String debianPackage, String... command) {
        List<String> whole = command(debianPackage, command);
        return CompletableFuture.supplyAsync(() -> Run.of(whole));
    }

    static List<String> command(String debianPackage, String... command) {
        boolean there = Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin")
                .anyMatch(d -> Files.isExecutable(Path.of(d).resolve(command[0])));
        assertThat(there)
                .as(command[0] + " is missing: apt-get install " + debianPackage)
                .isTrue();
        List<String> whole = new ArrayList<>(List.of("env", "LC_ALL=C"));
        whole.addAll(List.of(command));
        return whole;
    }

    /** Lets a comparison of two moments be repeated. */
    static void agreesOneTimeOf(Runnable comparison) {
        for (int attempt = 1; ; attempt++) {
            try {
                comparison.run();
                return;
            } catch (AssertionError e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** The entry of a list whose process, under that field, has the pid. */
    static JsonNode ofPid(JsonNode list, String field, long pid) {
        for (JsonNode entry : list) {
            if (entry.path(field).path("pid").asLong() == pid) {
                return entry;
            }
        }
        throw new AssertionError("no entry for process " + pid + " in " + list);
    }

    static JsonNode evidence(Run run, String part) {
        JsonNode answer = run.json().path("evidence").path(part);
        assertThat(answer.has("value")).as(part + ": " + answer).isTrue();
        return answer.path("value");
    }

    static JsonNode suspect(Run run, long pid) {
        return ofPid(run.json().path("evidence").path("suspects"), "id", pid);
    }
}
