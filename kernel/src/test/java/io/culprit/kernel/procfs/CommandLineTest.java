package io.culprit.kernel.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
    @ParameterizedTest
    @CsvSource({
        "run --password hunter2 -v, run --password *** -v",
        "run --password=hunter2, run --password=***",
        "java -Dspring.datasource.password=hunter2 Main, java -Dspring.datasource.password=*** Main",
        "PGPASSWORD=hunter2 psql, PGPASSWORD=*** psql",
        "run --api-key abc --API_KEY=abc, run --api-key *** --API_KEY=***",
        "curl http://u:hunter2@host/x, curl http://u:***@host/x",
        "curl http://host/?token=abc, curl http://host/?token=***",
        "run --token --verbose, run --token --verbose",
        "tokenize file, tokenize file",
        "run --port 80, run --port 80"
    })
    void secretsAreHiddenAndTheRestIsNot(String line, String masked) {
        assertThat(CommandLine.masked(line.split(" ", -1))).isEqualTo(masked);
    }

    @Test
    void argumentsEndAtZeroBytes() {
        assertThat(CommandLine.split("a\0b c\0\0".getBytes(StandardCharsets.UTF_8)))
                .containsExactly("a", "b c");
        assertThat(CommandLine.split("title: written over".getBytes(StandardCharsets.UTF_8)))
                .containsExactly("title: written over");
        assertThat(CommandLine.split(new byte[0])).isEmpty();
        assertThat(CommandLine.split(new byte[4096])).isEmpty();
    }

    @Test
    void noBytesAreTooOdd() {
        Random random = new Random(9);
        for (int i = 0; i < 5000; i++) {
            byte[] b = new byte[random.nextInt(200)];
            random.nextBytes(b);
            assertThat(CommandLine.masked(CommandLine.split(b))).isNotNull();
        }
    }
}
