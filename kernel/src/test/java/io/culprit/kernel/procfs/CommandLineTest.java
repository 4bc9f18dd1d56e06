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
        "run --port 80, run --port 80",
        "run --password -x5!, run --password ***",
        "run --pass hunter2 compass, run --pass *** compass",
        "mysql -uroot -phunter2 shop, mysql -uroot -p*** shop",
        "/usr/bin/mysqldump -phunter2, /usr/bin/mysqldump -p***",
        "ssh -p22 host, ssh -p22 host",
        "sshpass -p hunter2 ssh h, sshpass -p *** ssh h",
        "redis-cli -a hunter2 -h host, redis-cli -a *** -h host",
        "ldapsearch -x -w hunter2 -b dc=x, ldapsearch -x -w *** -b dc=x",
        "curl -u me:hunter2 http://h/, curl -u me:*** http://h/",
        "redis-server redis://:hunter2@h:6379/0, redis-server redis://:***@h:6379/0",
        "app postgres://u:p@ss@h/db, app postgres://u:***@h/db",
        "git clone https://abcdefghijklmnopqrstuvwxyz@host/x, git clone https://***@host/x",
        "run ghp_abcdefghijklmnopqrstuvwxyz0123456789, run ***",
        "run eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln, run ***"
    })
    void secretsAreHiddenAndTheRestIsNot(String line, String masked) {
        assertThat(CommandLine.masked(line.split(" ", -1))).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Authorization: Bearer hunter2 | Authorization: Bearer ***",
                "authorization: basic aHVudGVyMg== | authorization: basic ***",
                "{\"user\":\"a\",\"password\":\"hunter 2\",\"n\":1} | {\"user\":\"a\",\"password\":***,\"n\":1}",
                "host=h dbname=d password=hunter2 port=1 | host=h dbname=d password=*** port=1",
                "Server=h;Password=hunter2;Database=d | Server=h;Password=***;Database=d",
                "postgres: shop app 10.0.0.1(5432) idle | postgres: shop app 10.0.0.1(5432) idle"
            })
    void secretsAmidTheTextOfOneArgumentAreHidden(String argument, String masked) {
        assertThat(CommandLine.masked(new String[] {"run", argument})).isEqualTo("run " + masked);
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
