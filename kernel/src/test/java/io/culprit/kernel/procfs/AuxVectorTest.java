package io.culprit.kernel.procfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.culprit.kernel.sys.KernelFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class AuxVectorTest {
    @Test
    void readsPageSizeAndTicksWhereverTheyStand() {
        ByteBuffer b = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
        b.putLong(17)
                .putLong(250)
                .putLong(33)
                .putLong(-1)
                .putLong(6)
                .putLong(65_536)
                .putLong(0)
                .putLong(0);
        assertThat(AuxVector.parse(b.array())).isEqualTo(new AuxVector(65_536, 250));
    }

    @Test
    void aVectorThatIsCutOffOrRefusedYieldsTheUsualValues() {
        assertThat(AuxVector.parse(new byte[15])).isEqualTo(new AuxVector(4096, 100));
        assertThat(AuxVector.of("/proc/0/auxv")).isEqualTo(new AuxVector(4096, 100));
    }

    @Test
    void theLiveOneAgreesWithTheMachine() {
        long page = AuxVector.self().pageBytes();
        assertThat(Long.bitCount(page)).isEqualTo(1);
        // statm counts in pages what status prints in kB; both may have grown a little between the two reads.
        String statm = KernelFile.text("/proc/self/statm").asOptional().orElseThrow();
        String status = KernelFile.text("/proc/self/status").asOptional().orElseThrow();
        double pages = Double.parseDouble(statm.split(" ", -1)[0]);
        assertThat(KeyValues.parse(status).orZero("VmSize") / pages)
                .isCloseTo((double) page, Percentage.withPercentage(10));
    }
}
