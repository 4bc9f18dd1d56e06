package io.culprit.kernel.fd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlagWordsTest {
    @Test
    void accessComesFirstAndLargeFileIsLeftOut() {
        assertThat(FlagWords.open(02100000, false)).isEqualTo("O_RDONLY|O_CLOEXEC");
        assertThat(FlagWords.open(02004002, false)).isEqualTo("O_RDWR|O_NONBLOCK|O_CLOEXEC");
        assertThat(FlagWords.open(02300000, false)).isEqualTo("O_RDONLY|O_CLOEXEC|O_DIRECTORY");
        assertThat(FlagWords.open(012000000, false)).isEqualTo("O_RDONLY|O_CLOEXEC|O_PATH");
    }

    @Test
    void synchronousWritingHoldsItsLesserForm() {
        assertThat(FlagWords.open(04010001, false)).isEqualTo("O_WRONLY|O_SYNC");
        assertThat(FlagWords.open(010001, false)).isEqualTo("O_WRONLY|O_DSYNC");
    }

    @Test
    void armPutsFourFlagsElsewhere() {
        assertThat(FlagWords.open(02440000, true)).isEqualTo("O_RDONLY|O_CLOEXEC|O_DIRECTORY");
        assertThat(FlagWords.open(0200000, true)).isEqualTo("O_RDONLY|O_DIRECT");
    }

    @Test
    void bitsWithoutANameStayANumber() {
        assertThat(FlagWords.open(0x4000002, false)).isEqualTo("O_RDWR|0400000000");
        assertThat(FlagWords.epoll(0x400)).isEqualTo("0x400");
        assertThat(FlagWords.signals(1L << 63)).isEqualTo("signal 64");
    }

    @Test
    void anEmptyMaskHasAWord() {
        assertThat(FlagWords.epoll(0x18)).isEqualTo("none");
        assertThat(FlagWords.signals(0)).isEqualTo("none");
    }
}
