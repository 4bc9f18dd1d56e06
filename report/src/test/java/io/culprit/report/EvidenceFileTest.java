package io.culprit.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.culprit.model.Answer;
import io.culprit.model.evidence.Evidence;
import io.culprit.model.evidence.Usage;
import io.culprit.model.evidence.Usage.ProcessUsage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceFileTest {
    @TempDir
    Path dir;

    @Test
    void whatIsLoadedEqualsWhatWasSaved() throws IOException {
        for (String name : List.of("evidence.json", "evidence.json.gz")) {
            Path file = dir.resolve(name);
            EvidenceFile.save(SampleEvidence.evidence(), file);
            assertThat(EvidenceFile.load(file)).isEqualTo(SampleEvidence.evidence());
            EvidenceFile.save(Sample.nothingKnown(), file);
            assertThat(EvidenceFile.load(file)).isEqualTo(Sample.nothingKnown());
        }
    }

    @Test
    void anyEvidenceSurvivesTheRoundTripHoweverAbsurd() throws IOException {
        Path file = dir.resolve("absurd.json");
        for (long seed = 0; seed < 100; seed++) {
            Evidence absurd = format(new Hostile(seed, true).make(Evidence.class), Evidence.FORMAT);
            EvidenceFile.save(absurd, file);
            assertThat(EvidenceFile.load(file)).as("seed %d", seed).isEqualTo(absurd);
        }
    }

    @Test
    void halvesOfSurrogatePairsBecomeTheReplacementCharacter() throws IOException {
        Path file = dir.resolve("halves.json");
        Evidence e = Sample.with(SampleEvidence.evidence(), Answer.unavailable("half \ud800 of a pair"));

        EvidenceFile.save(e, file);

        assertThat(EvidenceFile.load(file).usage()).isEqualTo(Answer.unavailable("half \ufffd of a pair"));
    }

    @Test
    void theFileIsForItsOwnerAloneAndReplacesTheOldOneAtOnce() throws IOException {
        Path file = dir.resolve("evidence.json");
        Files.writeString(file, "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        EvidenceFile.save(SampleEvidence.evidence(), file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(dir.toFile().list()).containsExactly("evidence.json");
    }

    @Test
    void aSymbolicLinkStaysAndItsTargetIsReplaced() throws IOException {
        Path target = dir.resolve("target.json");
        Files.writeString(target, "old");
        Path link = Files.createSymbolicLink(dir.resolve("link.json"), target);

        EvidenceFile.save(SampleEvidence.evidence(), link);

        assertThat(link).isSymbolicLink();
        assertThat(EvidenceFile.load(target)).isEqualTo(SampleEvidence.evidence());
    }

    @Test
    void whatCannotBeWrittenIsSaidInOneLineAndLeavesNothing() {
        assertUnwritable(dir, "it is a directory");
        assertUnwritable(dir.resolve("missing/evidence.json"), "no such directory");
        assertUnwritable(Path.of("/dev/full"), "it is not a regular file");
        assertUnwritable(Path.of("/proc/evidence.json"), "");
        assertThat(dir).isEmptyDirectory();
    }

    private static void assertUnwritable(Path file, String why) {
        assertThatThrownBy(() -> EvidenceFile.save(SampleEvidence.evidence(), file))
                .isInstanceOf(EvidenceFile.Unwritable.class)
                .hasMessageStartingWith("could not save the evidence to " + file + ": ")
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                             | it is empty",
                "hello                          | not JSON",
                "[]                             | this is not saved evidence",
                "{}                             | this is not saved evidence",
                "null                           | this is not saved evidence",
                "{\"host\":1}                   | this is not saved evidence",
                "{\"format\":7}                 | saved in format 7, and this version reads format 1",
                "{\"format\":null}              | expected a whole number of 32 bits, found null",
                "{\"format\":1e400}             | expected a whole number of 32 bits, found a fraction",
                "{\"format\":99999999999999999999999} | expected a whole number of 32 bits",
                "{\"format\":1,\"format\":1}    | field \"format\" is given twice",
                "{\"format\":1,\"colour\":1}    | unknown field \"colour\"; was it saved by a newer version?",
                "{\"format\":1}                 | missing host, window, load",
                "{\"format\":1,\"host\":null}   | at /host: expected an object, found null",
                "{\"format\":1,\"load\":{}}     | at /load: expected \"value\" or \"unavailable\"",
                "{\"format\":1,\"load\":{\"unavailable\":null}} | at /load/unavailable: expected a text, found null",
                "{\"format\":1,\"load\":{\"unavailable\":\"x\",\"value\":1}} | expected no more than one answer",
                "{\"format\":1,\"suspects\":[null]} | at /suspects/0: expected an object, found null",
                "{\"format\":1,\"suspects\":[   | not JSON",
            })
    void aFileThatIsNotEvidenceIsRefusedWithASentence(String content, String why) throws IOException {
        assertRefused(content, why);
    }

    @Test
    void aTruncatedFileIsRefusedWhereverItEnds() throws IOException {
        Path whole = dir.resolve("whole.json");
        EvidenceFile.save(SampleEvidence.evidence(), whole);
        String text = Files.readString(whole).strip();
        for (int end = 1; end < text.length(); end += 997) assertRefused(text.substring(0, end), "");
        assertRefused(text + "{}", "more text follows after the evidence");
        assertRefused(text + "\u0000", "not JSON");
    }

    @Test
    void aTruncatedZipIsRefused() throws IOException {
        Path whole = dir.resolve("whole.json.gz");
        EvidenceFile.save(SampleEvidence.evidence(), whole);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = dir.resolve("cut.json.gz");
        for (int end = 2; end < bytes.length; end += 211) {
            Files.write(cut, java.util.Arrays.copyOf(bytes, end));
            assertRefused(cut, "");
        }
    }

    @Test
    void aFieldOfTheWrongKindIsNamedByItsPath() throws IOException {
        Path file = dir.resolve("evidence.json");
        EvidenceFile.save(SampleEvidence.evidence(), file);
        String text = Files.readString(file);

        assertRefused(
                text.replaceFirst("\"pid\":18354", "\"pid\":\"x\""),
                "/id/pid: expected a whole number of 32 bits, found a text");
        assertRefused(text.replaceFirst("\"pid\":18354", "\"pid\":2147483648"), "/id/pid: expected a whole number");
        assertRefused(text.replaceFirst("\"socket\":5040", "\"sock\":5040"), "expected one of [bpf, deleted-file");
        assertRefused(
                text.replaceFirst("\"one\":13.34", "\"one\":1e999"), "/one: expected a number that a double can hold");
        assertRefused(text.replaceFirst("\"one\":13.34", "\"one\":null"), "/one: expected a number, found null");
        assertRefused(text.replaceFirst("\"state\":\"R\"", "\"state\":\"RR\""), "/state: expected one character");
    }

    @Test
    void depthAndLengthAndNumberOfValuesAreBounded() throws IOException {
        String begin = "{\"format\":1,\"suspects\":";
        assertRefused("[".repeat(100_000), "this is not saved evidence");
        assertRefused(begin + "[".repeat(100_000), "expected an object, found an array");
        assertRefused(
                "{\"format\":1,\"load\":{\"unavailable\":\"" + "x".repeat(9 << 20) + "\"}}",
                "larger than evidence can be");
        assertRefused("{\"format\":" + "1".repeat(10_000) + "}", "larger than evidence can be");
        assertRefused("{\"" + "n".repeat(1 << 20) + "\":1}", "larger than evidence can be");
    }

    @Test
    void aZipBombIsRefusedLongBeforeItFillsTheMemory() throws IOException {
        Path bomb = dir.resolve("bomb.json.gz");
        byte[] zeros = "0,".repeat(1 << 19).getBytes(UTF_8);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
            out.write("{\"format\":1,\"load\":{\"value\":{\"one\":1}},\"suspects\":[".getBytes(UTF_8));
            for (int i = 0; i < 200; i++) out.write(zeros);
        }
        assertRefused(bomb, "");

        Path spaces = dir.resolve("spaces.json.gz");
        byte[] blank = " ".repeat(1 << 20).getBytes(UTF_8);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(spaces))) {
            out.write("{\"format\":1,".getBytes(UTF_8));
            for (int i = 0; i < 200; i++) out.write(blank);
        }
        assertRefused(spaces, "larger than evidence can be");
    }

    @Test
    void aPathWithEscapeCodesIsHarmlessInTheMessage() {
        Path nasty = dir.resolve("\u001b[2Jmissing\n.json");

        Throwable refused = catchThrowable(() -> EvidenceFile.load(nasty));

        assertThat(refused).isInstanceOf(EvidenceFile.Unreadable.class);
        assertThat(refused.getMessage()).contains("\\x1b[2Jmissing\\n.json: no such file or directory");
    }

    @Test
    void evidenceOfFiveThousandProcessesFitsEasily() throws IOException {
        List<ProcessUsage> many = new ArrayList<>();
        for (int i = 0; i < 5000; i++) many.add(Sample.process(1000 + i, "worker" + i % 40, 0.001));
        Evidence e = Sample.with(
                SampleEvidence.evidence(),
                Answer.known(new Usage(many, 5000, 9000, new Usage.CpuAccount(1, 1, 0, 0, 0, 0, 0, 0, List.of()))));
        Path file = dir.resolve("many.json");

        EvidenceFile.save(e, file);

        assertThat(Files.size(file)).isLessThan(Json.MOST_BYTES / 10);
        assertThat(EvidenceFile.load(file)).isEqualTo(e);
    }

    private void assertRefused(String content, String why) throws IOException {
        Path file = dir.resolve("refused.json");
        Files.writeString(file, content);
        assertRefused(file, why);
    }

    private static void assertRefused(Path file, String why) {
        assertThatThrownBy(() -> EvidenceFile.load(file))
                .isInstanceOf(EvidenceFile.Unreadable.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(why)
                .message()
                .matches("[ -~]{1,600}");
    }

    private static Evidence format(Evidence e, int format) {
        return new Evidence(
                format,
                e.host(),
                e.window(),
                e.load(),
                e.usage(),
                e.suspects(),
                e.syscalls(),
                e.profile(),
                e.limits(),
                e.descriptorUsage(),
                e.sockets(),
                e.protocolMemory(),
                e.network(),
                e.memory(),
                e.kernelLog());
    }
}
