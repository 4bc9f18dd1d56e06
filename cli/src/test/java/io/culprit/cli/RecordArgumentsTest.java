package io.culprit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** What is read without picocli is what picocli makes of it. */
class RecordArgumentsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "record",
                "record --every 1s",
                "record --every=90s --keep 1d --max-size=2G --spikes-per-day 0",
                "record --store /tmp/a --config /tmp/b.conf --for 12h --source proc --quiet",
                "record --store=relative/dir --source=bpf -q",
                "record --every 1.5m --store a=b"
            })
    void plainWordsAreReadAsPicocliReadsThem(String line) {
        String[] args = line.split(" ", -1);
        assertThat(RecordArguments.plain(args)).contains(byPicocli(args));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "diagnose",
                "Record",
                "record --help",
                "record -h",
                "record -qh",
                "record --every",
                "record --every 0s",
                "record --every --keep",
                "record --every 1s --every 1s",
                "record --every 1s --every=2s",
                "record -q --quiet",
                "record --quiet=true",
                "record --for 0s",
                "record --for later",
                "record --source bpf2",
                "record --source BPF",
                "record --keep",
                "record --store=",
                "record --store \"a\"",
                "record --ever 1s",
                "record stray",
                "record @file",
                "record --store @file",
                "record -- --every 1s"
            })
    void whatIsWrongOrOddIsLeftToPicocli(String line) {
        assertThat(RecordArguments.plain(line.split(" ", -1))).isEmpty();
    }

    @Test
    void anyMixOfWordsIsReadAlikeOrLeftToPicocli() {
        List<String> words = List.of(
                "--every",
                "5s",
                "--every=5s",
                "--keep",
                "2d",
                "--max-size",
                "1G",
                "--store",
                "/x",
                "--store=/y",
                "--for",
                "1h",
                "--source",
                "proc",
                "--source=auto",
                "-q",
                "--quiet",
                "--config",
                "",
                "-",
                "--",
                "=",
                "--=",
                "@");
        Random random = new Random(11);
        int plain = 0;
        for (int i = 0; i < 3000; i++) {
            List<String> args = new ArrayList<>(List.of("record"));
            for (int n = random.nextInt(6); n > 0; n--) {
                args.add(words.get(random.nextInt(words.size())));
            }
            String[] all = args.toArray(String[]::new);
            var read = RecordArguments.plain(all);
            plain += read.isPresent() ? 1 : 0;
            read.ifPresent(r -> assertThat(r).as(Arrays.toString(all)).isEqualTo(byPicocli(all)));
        }
        assertThat(plain).isGreaterThan(100);
    }

    @Test
    void everyOptionOfTheCommandIsKnown() {
        for (OptionSpec option :
                new CommandLine(new RecordCommand()).getCommandSpec().options()) {
            if (option.usageHelp() || option.versionHelp()) {
                continue;
            }
            String name = option.longestName();
            String value = name.equals("--spikes-per-day") ? "3" : name.equals("--source") ? "auto" : "1G";
            String amount = List.of("--every", "--keep", "--for").contains(name) ? "2h" : value;
            // Ten minutes is the longest interval.
            String fits = name.equals("--every") ? "2m" : amount;
            String[] args =
                    option.arity().max() == 0 ? new String[] {"record", name} : new String[] {"record", name, fits};
            assertThat(RecordArguments.plain(args)).as(name).isPresent();
        }
    }

    private static RecordRequest byPicocli(String[] args) {
        RecordCommand command = new RecordCommand();
        try {
            new CommandLine(command).parseArgs(Arrays.copyOfRange(args, 1, args.length));
        } catch (ParameterException e) {
            throw new AssertionError("picocli refuses " + Arrays.toString(args), e);
        }
        return command.request();
    }
}
